using System.Text;

namespace MovieGrains.Http.Ingest.Notifications;

/// <summary>What a notification says, whatever it was wrapped in.</summary>
internal sealed class NotificationContent
{
    /// <summary>How many objects may one request name? A queue delivers ten messages at a time, each of one object.</summary>
    internal const int MostObjects = 1000;

    /// <summary>No bucket's name is longer.</summary>
    private const int BucketCharacters = 255;

    /// <summary>No key is longer, in UTF-8.</summary>
    private const int KeyBytes = 1024;

    private readonly List<ObjectNotification> _objects = [];
    private readonly List<string> _notes = [];
    private readonly List<string> _unconfirmed = [];

    /// <summary>The objects to be looked at, in the order of the body.</summary>
    public IReadOnlyList<ObjectNotification> Objects => _objects;

    /// <summary>Why there was nothing to do for other parts of it.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Hosts of the addresses under which subscriptions wait to be confirmed.</summary>
    public IReadOnlyList<string> Unconfirmed => _unconfirmed;

    /// <summary>Adds an object.</summary>
    /// <param name="bucket">Its bucket's name.</param>
    /// <param name="key">Its key, not encoded.</param>
    /// <param name="place">Where it stands.</param>
    public void Add(string bucket, string key, JsonPlace place)
    {
        if (_objects.Count == MostObjects)
            throw place.Fault("a request can name at most 1000 objects");
        if (bucket.Length > BucketCharacters || Encoding.UTF8.GetByteCount(key) > KeyBytes)
            throw place.Fault("no bucket has more than 255 characters, and no key more than 1024 bytes");
        _objects.Add(new ObjectNotification(bucket, key));
    }

    /// <summary>Notes, once, that there was nothing to do.</summary>
    public void Note(string note)
    {
        if (!_notes.Contains(note, StringComparer.Ordinal))
            _notes.Add(note);
    }

    /// <summary>A subscription waits to be confirmed.</summary>
    public void AddUnconfirmed(string host) => _unconfirmed.Add(host);
}
