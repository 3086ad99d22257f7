using MovieGrains.Catalog.Durability;

namespace MovieGrains.Catalog.Store;

/// <summary>The notes of a store: changed by the writer, read by anybody.</summary>
internal sealed class NoteTable : INotes
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, byte[]> notes = new(StringComparer.Ordinal);

    public IReadOnlyList<Note> Read(string prefix)
    {
        lock (gate)
            return [.. notes.Where(n => n.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(n => new Note(n.Key, n.Value))];
    }

    public byte[]? Find(string key)
    {
        lock (gate)
            return notes.GetValueOrDefault(key);
    }

    public void Set(IEnumerable<Note> changed)
    {
        lock (gate)
        {
            foreach (var note in changed)
            {
                if (note.Value is null)
                    notes.Remove(note.Key);
                else
                    notes[note.Key] = note.Value;
            }
        }
    }
}
