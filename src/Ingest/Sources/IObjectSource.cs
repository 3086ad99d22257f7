using System.Diagnostics.CodeAnalysis;

namespace MovieGrains.Ingest.Sources;

/// <summary>Where drop files come from: a folder, a bucket.</summary>
public interface IObjectSource
{
    /// <summary>Its name, the same at every start: part of what orders two records of one movie.</summary>
    string Name { get; }

    /// <summary>From one look at it to the next unless that is set: shorter shows new files sooner and lists more often.</summary>
    TimeSpan UsualInterval => UsualIntervals.OfFolders;

    /// <summary>Whether what <see cref="OpenAsync"/> gives is the version asked for, from its first byte to its last, or fails: then
    /// nobody has to look afterwards whether it has been replaced meanwhile.</summary>
    bool PromisesVersion => false;

    /// <summary>Lists all drop files, each once, in any order.</summary>
    /// <param name="onFault">Told of each place that can't be listed; the rest is listed none the less.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <remarks>Throws when the source as a whole can't be listed; then nothing is known of what is in it.</remarks>
    IAsyncEnumerable<SourceObject> ListAsync(Action<SourceFault> onFault, CancellationToken cancellationToken);

    /// <summary>The version of a file that is there now, or null.</summary>
    ValueTask<SourceObject?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Opens a file for reading from its start; that version of it, where the source can promise that.</summary>
    ValueTask<Stream> OpenAsync(SourceObject version, CancellationToken cancellationToken);

    /// <summary>Whether an object of a bucket is one of this source's files, by its name alone; it need not be there.</summary>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">The object's key in the bucket.</param>
    /// <param name="sourceKey">The file's key in the source.</param>
    bool TryMatch(string bucket, string key, [NotNullWhen(true)] out string? sourceKey)
    {
        sourceKey = null;
        return false;
    }
}
