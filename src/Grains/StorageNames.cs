namespace MovieGrains.Grains;

/// <summary>Names by which a silo's configuration and the grains mean the same.</summary>
public static class StorageNames
{
    /// <summary>The grain storage that keeps the catalogue's record and the ledgers, row by row.</summary>
    public const string Record = "movies";
}
