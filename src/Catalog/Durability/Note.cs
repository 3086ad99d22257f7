namespace MovieGrains.Catalog.Durability;

/// <summary>Something that is kept together with movies though it is none, such as a row of a ledger: durable when the
/// commit is that it comes with, and not before.</summary>
/// <param name="Key">Its name; a later note of the same name replaces it.</param>
/// <param name="Value">What is kept; null when nothing is any more. Not to be changed afterwards.</param>
public sealed record Note(string Key, byte[]? Value);

/// <summary>The notes of a store.</summary>
public interface INotes
{
    /// <summary>All notes whose key begins with a prefix, in no order.</summary>
    IReadOnlyList<Note> Read(string prefix);

    /// <summary>The value of one note; null when there is none of that key. Not to be changed.</summary>
    byte[]? Find(string key);
}
