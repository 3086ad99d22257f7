namespace MovieGrains.Catalog.Writes;

/// <summary>Why nothing can be written.</summary>
public enum WriteRefusal
{
    /// <summary>There is no room to make it durable. Reading goes on; writing too, once there is room again.</summary>
    StorageFull,

    /// <summary>The storage failed; what it holds is not in doubt, but nothing can be added to it.</summary>
    StorageFailed,

    /// <summary>More writes wait already than may.</summary>
    TooManyWaiting,
}

/// <summary>Nothing was written, and nothing has changed.</summary>
public sealed class WriteRefusedException : Exception
{
    /// <summary>Refuses.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="message">Why, in a sentence for a log.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public WriteRefusedException(WriteRefusal refusal, string message, Exception? innerException = null)
        : base(message, innerException) => Refusal = refusal;

    /// <summary>Why.</summary>
    public WriteRefusal Refusal { get; }
}
