using System.Security.Cryptography;

namespace MovieGrains.Http.Hosting;

/// <summary>Something that was read from files, and is read again when they change.</summary>
public abstract class Watched
{
    /// <summary>The files.</summary>
    public abstract IReadOnlyList<string> Paths { get; }

    /// <summary>Looks at the files.</summary>
    internal abstract WatchOutcome Refresh();
}

/// <summary>What came of a look at files.</summary>
/// <param name="Changed">Whether they are not what they were at the last look.</param>
/// <param name="Fault">Why they can't be used as they are now; null when they can.</param>
internal readonly record struct WatchOutcome(bool Changed, string? Fault);

/// <summary>What was read last of files that could be used.</summary>
/// <remarks>Compared by content, not by time: a mounted secret is exchanged by way of links, and a file written twice within a tick of
/// its clock keeps its time. They are small.</remarks>
/// <typeparam name="T">What is made of them.</typeparam>
public sealed class Watched<T> : Watched
    where T : class
{
    /// <summary>More is none of the files that are watched.</summary>
    private const int MostBytes = 1 << 20;

    private readonly Func<IReadOnlyList<byte[]>, T> _read;
    private byte[][] _seen = [];
    private string? _fault;
    private volatile T _value;

    /// <summary>Reads them for the first time.</summary>
    /// <param name="paths">Which.</param>
    /// <param name="read">Makes something of their contents; throws <see cref="FormatException"/> or
    /// <see cref="CryptographicException"/> with a message that repeats no secret.</param>
    /// <exception cref="FormatException">They can't be used; the message says why.</exception>
    public Watched(IReadOnlyList<string> paths, Func<IReadOnlyList<byte[]>, T> read)
    {
        Paths = paths;
        _read = read;
        _value = TryRead(out var fault) ?? throw new FormatException(fault);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Paths { get; }

    /// <summary>What they said when they last could be used.</summary>
    public T Value => _value;

    /// <inheritdoc/>
    internal override WatchOutcome Refresh()
    {
        var before = _fault;
        if (TryRead(out _fault) is { } value)
        {
            _value = value;
            return new WatchOutcome(Changed: true, Fault: null);
        }
        return new WatchOutcome(!string.Equals(_fault, before, StringComparison.Ordinal), _fault);
    }

    /// <returns>What they say; null when that is nothing new, or can't be used.</returns>
    private T? TryRead(out string? fault)
    {
        fault = _fault;
        try
        {
            var contents = Paths.Select(ReadFile).ToArray();
            if (contents.Length == _seen.Length && contents.Zip(_seen).All(static pair => pair.First.AsSpan().SequenceEqual(pair.Second)))
                return null;
            _seen = contents;
            var value = _read(contents);
            fault = null;
            return value;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Whatever it is that can be read next, it is looked at.
            _seen = [];
            fault = failure.Message;
        }
        catch (Exception failure) when (failure is FormatException or CryptographicException)
        {
            fault = failure.Message;
        }
        return null;
    }

    private static byte[] ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > MostBytes)
            throw new IOException($"{path} is larger than {MostBytes} bytes.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
