using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Access;

/// <summary>Who sends a request, as far as it shows.</summary>
/// <param name="Key">The key that it shows; null when that is none of ours, or no longer.</param>
/// <param name="Fault">Why it shows no key that counts; null when it does, or was not looked at.</param>
internal readonly record struct Caller(ApiKey? Key, Problem? Fault)
{
    /// <summary>Shows nothing.</summary>
    public static readonly Caller Nobody = new(Key: null, Problem.KeyRequired());

    /// <summary>Shows a key that is none of ours.</summary>
    public static readonly Caller Stranger = new(Key: null, Problem.KeyInvalid());

    /// <summary>Shows a key that has ended.</summary>
    public static readonly Caller Late = new(Key: null, Problem.KeyExpired());

    /// <summary>Whether it was looked at.</summary>
    public bool IsKnown => Key is not null || Fault is not null;

    /// <summary>Shows this key.</summary>
    public static Caller Of(ApiKey key) => new(key, Fault: null);

    /// <summary>Why it may not do what a scope is for; null when it may.</summary>
    public Problem? WhyNot(Scopes scope)
    {
        if (Key is null)
            return Fault;
        return Key.Scopes.HasFlag(scope) ? null : Problem.ScopeMissing(ScopesText.Of(scope));
    }
}
