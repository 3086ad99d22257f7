using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Grains;
using MovieGrains.Grains.Storage;
using Npgsql;
using Orleans.Runtime;
using Orleans.Storage;

namespace MovieGrains.Silo.Tests.Schema;

/// <summary>What grains keep, through the provider of a running cluster.</summary>
[Collection(nameof(OverTwoSilos))]
public sealed class StorageTests(TwoSilos cluster)
{
    private const string Name = "kept";

    private IGrainStorage[] Storages =>
        [.. cluster.Silos.Select(static silo => silo.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Record))];

    [Fact]
    public async Task WriteStateAsync_FirstWritesOfAll_ExactlyOneWins()
    {
        var states = Enumerable.Range(0, 16).Select(static i => new GrainState<StoredRow>(Row(i))).ToArray();

        var won = await Task.WhenAll(states.Select((state, i) => TryAsync(() => Storages[i % 2].WriteStateAsync(Name, Id(1), state))));

        var winner = Array.IndexOf(won, true);
        Assert.Single(won, static w => w);
        Assert.Equal((byte)winner, (await ReadAsync(Id(1))).State!.Bytes![0]);
        Assert.Equal(1, await RowsAsync(1));
    }

    [Fact]
    public async Task WriteStateAsync_OldETag_IsRefusedAndChangesNothing()
    {
        var state = new GrainState<StoredRow>(Row(1));
        await Storages[0].WriteStateAsync(Name, Id(2), state);
        var other = await ReadAsync(Id(2));
        other.State!.Bytes = [2];
        await Storages[1].WriteStateAsync(Name, Id(2), other);
        state.State!.Bytes = [3];

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storages[0].WriteStateAsync(Name, Id(2), state));

        Assert.Equal((byte)2, (await ReadAsync(Id(2))).State!.Bytes![0]);
    }

    [Fact]
    public async Task WriteStateAsync_SameETagAtOnce_ExactlyOneWins()
    {
        await Storages[0].WriteStateAsync(Name, Id(3), new GrainState<StoredRow>(new StoredRow()));
        var states = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ReadAsync(Id(3))));

        var won = await Task.WhenAll(states.Select((state, i) => TryAsync(() => Storages[i % 2].WriteStateAsync(Name, Id(3), state))));

        Assert.Single(won, static w => w);
    }

    [Fact]
    public async Task ClearStateAsync_OldETag_IsRefused_AndOfTheRightOneNothingIsLeft()
    {
        var state = new GrainState<StoredRow>(Row(1));
        await Storages[0].WriteStateAsync(Name, Id(4), state);
        var old = await ReadAsync(Id(4));
        await Storages[0].WriteStateAsync(Name, Id(4), state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storages[0].ClearStateAsync(Name, Id(4), old));
        Assert.Equal(1, await RowsAsync(4));

        await Storages[0].ClearStateAsync(Name, Id(4), state);
        Assert.Equal(0, await RowsAsync(4));
        Assert.False((await ReadAsync(Id(4))).RecordExists);
        await Storages[1].WriteStateAsync(Name, Id(4), new GrainState<StoredRow>(Row(5)));
        Assert.Equal((byte)5, (await ReadAsync(Id(4))).State!.Bytes![0]);
    }

    [Fact]
    public async Task Keys_OfOtherGrainsAndNames_AreOtherRows()
    {
        GrainId[] ids = [Id(5), GrainId.Create("kept", "source:/a"), GrainId.Create("kept", "source:/b")];
        for (var i = 0; i < ids.Length; i++)
            await Storages[0].WriteStateAsync(Name, ids[i], new GrainState<StoredRow>(Row(i)));
        await Storages[0].WriteStateAsync("other", ids[0], new GrainState<StoredRow>(Row(9)));

        for (var i = 0; i < ids.Length; i++)
            Assert.Equal((byte)i, (await ReadAsync(ids[i])).State!.Bytes![0]);
    }

    [Fact]
    public async Task WriteStateAsync_LargeState_ComesBackWhole()
    {
        var state = new GrainState<StoredRow>(new StoredRow { Bytes = [.. Enumerable.Range(0, 256 << 10).Select(static i => (byte)(i * 7))] });
        await Storages[0].WriteStateAsync(Name, Id(6), state);
        Assert.Equal(state.State!.Bytes, (await ReadAsync(Id(6))).State!.Bytes);
    }

    private static StoredRow Row(int number) => new() { Bytes = [(byte)number] };

    private async Task<GrainState<StoredRow>> ReadAsync(GrainId id)
    {
        var state = new GrainState<StoredRow>(new StoredRow());
        await Storages[1].ReadStateAsync(Name, id, state);
        return state;
    }

    private async Task<long> RowsAsync(int number)
    {
        await using var database = NpgsqlDataSource.Create(cluster.Connection);
        await using var count = database.CreateCommand("SELECT count(*) FROM grain_state WHERE state_name = $1 AND n1 = $2");
        count.Parameters.AddWithValue(Name);
        count.Parameters.AddWithValue((long)number);
        return (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static GrainId Id(long number) => GrainId.Create(GrainType.Create("kept"), GrainIdKeyExtensions.CreateIntegerKey(number));

    private static async Task<bool> TryAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
