using System.Text;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Storage;
using Orleans.TestingHost;

namespace MovieGrains.Grains.Tests.Storage;

/// <summary>Rows in a grain storage as a silo is configured with one.</summary>
public sealed class GrainRowsTests
{
    [Fact]
    public async Task WriteAsync_OverAGrainStorage_ComparesTagsAndKeepsNamesApart()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage(StorageNames.Record);
            silo.Services.AddOwners();
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var storages = cluster.GetSiloServiceProvider(cluster.Silos[0].SiloAddress).GetRequiredService<IRowStorages>();
        var grain = GrainId.Create("some", "grain");
        var rows = storages.Of(grain, "kind");

        Assert.Equal(default, await rows.ReadAsync("a", CancellationToken.None));
        var tag = await rows.WriteAsync("a", [1, 2], null, CancellationToken.None);
        await rows.WriteAsync("b", [3], null, CancellationToken.None);
        await storages.Of(grain, "other").WriteAsync("a", [4], null, CancellationToken.None);
        await Assert.ThrowsAsync<RowConflictException>(async () => await rows.WriteAsync("a", [5], null, CancellationToken.None));
        var second = await rows.WriteAsync("a", [6], tag, CancellationToken.None);
        await Assert.ThrowsAsync<RowConflictException>(async () => await rows.WriteAsync("a", [7], tag, CancellationToken.None));

        var row = await rows.ReadAsync("a", CancellationToken.None);
        Assert.Equal([6], row.Bytes);
        Assert.Equal(second, row.ETag);
        await using var record = await Records.OpenAsync(rows);
        await record.LoadAsync(Records.Movie(1, "A", 5000));
        Assert.Equal(await record.Store.DocumentsAsync(), await Records.DocumentsAsync(rows));
    }

    [Fact]
    public void Serialize_Row_IsTheFormatAndItsBytesAlone()
    {
        var serializer = new RowSerializer();
        var stored = serializer.Serialize(new StoredRow { Bytes = Encoding.UTF8.GetBytes("row") });

        Assert.Equal([1, (byte)'r', (byte)'o', (byte)'w'], stored.ToArray());
        Assert.Equal("row"u8.ToArray(), serializer.Deserialize<StoredRow>(stored)!.Bytes);
        Assert.Throws<InvalidDataException>(() => serializer.Deserialize<StoredRow>(new BinaryData((byte[])[2, 1])));
        Assert.Throws<NotSupportedException>(() => serializer.Serialize("text"));
        Assert.Throws<NotSupportedException>(() => serializer.Deserialize<string>(stored));
    }
}
