using MovieGrains.Catalog.Parts;

namespace MovieGrains.Catalog.Tests.Parts;

/// <summary>What an arena keeps of documents of which only some are wanted.</summary>
public sealed class DocumentArenaTests
{
    private const int DocumentBytes = 500;

    [Fact]
    public void Freeze_OnlyTheLaterDocumentsWanted_KeepsTheirChunksAlone()
    {
        var arena = new DocumentArena();
        Fill(arena, 40_000);
        arena.EndChunk();
        var wanted = Fill(arena, 40_000);

        var documents = arena.Freeze(wanted);

        Assert.NotNull(documents);
        Assert.InRange(documents.MemoryBytes, 40_000L * DocumentBytes, 41_000L * DocumentBytes);
        for (var i = 0; i < wanted.Length; i++)
            Assert.Equal((DocumentBytes, (byte)i), (documents[wanted[i]].Length, documents[wanted[i]][0]));
    }

    [Fact]
    public void Freeze_EveryOtherDocumentWanted_IsTooWasteful()
    {
        var arena = new DocumentArena();
        var all = Fill(arena, 40_000);
        Assert.Null(arena.Freeze([.. all.Where((_, place) => place % 2 == 0)]));
    }

    private static long[] Fill(DocumentArena arena, int count)
    {
        var addresses = new long[count];
        var document = new byte[DocumentBytes];
        for (var i = 0; i < count; i++)
        {
            document[0] = (byte)i;
            addresses[i] = arena.Add(document);
        }
        return addresses;
    }
}
