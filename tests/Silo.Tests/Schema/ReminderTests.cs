using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace MovieGrains.Silo.Tests.Schema;

/// <summary>Reminders, through the provider of a running cluster.</summary>
[Collection(nameof(OverTwoSilos))]
public sealed class ReminderTests(TwoSilos cluster)
{
    private const uint Middle = 0x8000_0000;

    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private IReminderTable Table => cluster.Silos[0].Services.GetRequiredService<IReminderTable>();

    [Fact]
    public async Task UpsertRow_AgainAndAgain_GivesAnotherETagEachTime()
    {
        var entry = Entry("again", 0);
        var first = await Table.UpsertRow(entry);
        entry.Period = TimeSpan.FromDays(40);
        var second = await Table.UpsertRow(entry);

        Assert.NotEqual(first, second);
        var row = await Table.ReadRow(entry.GrainId, entry.ReminderName);
        Assert.Equal((second, Start, TimeSpan.FromDays(40)), (row!.ETag, row.StartAt, row.Period));
    }

    [Fact]
    public async Task RemoveRow_OldETag_LeavesIt()
    {
        var entry = Entry("remove", 0);
        var old = await Table.UpsertRow(entry);
        var current = await Table.UpsertRow(entry);

        Assert.False(await Table.RemoveRow(entry.GrainId, entry.ReminderName, old!));
        Assert.NotNull(await Table.ReadRow(entry.GrainId, entry.ReminderName));
        Assert.True(await Table.RemoveRow(entry.GrainId, entry.ReminderName, current!));
        Assert.Null(await Table.ReadRow(entry.GrainId, entry.ReminderName));
    }

    /// <summary>Whatever ranges silos divide the ring into, each reminder is in one and only one of them.</summary>
    [Theory]
    [InlineData(0u, Middle)]
    [InlineData(Middle, 0u)]
    [InlineData(1u, 0u)]
    [InlineData(0x4000_0000u, 0xC000_0000u)]
    [InlineData(0xC000_0000u, 0x4000_0000u)]
    [InlineData(0x7FFF_FFFFu, Middle)]
    public async Task ReadRows_RangeAndTheRest_HaveEachReminderOnce(uint begin, uint end)
    {
        var type = string.Create(CultureInfo.InvariantCulture, $"range-{begin}-{end}");
        var entries = Enumerable.Range(0, 64).Select(i => Entry(type, i)).ToArray();
        foreach (var entry in entries)
            await Table.UpsertRow(entry);

        var within = await NamesAsync(type, begin, end);
        var rest = await NamesAsync(type, end, begin);

        Assert.Equal(entries.Where(e => IsWithin(e.GrainId.GetUniformHashCode(), begin, end)).Select(Name).Order(StringComparer.Ordinal), within);
        Assert.Equal(entries.Select(Name).Order(StringComparer.Ordinal), within.Concat(rest).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReadRows_OfOneGrain_AreThatGrainsAlone()
    {
        await Table.UpsertRow(Entry("mine", 1));
        await Table.UpsertRow(Entry("mine", 2));

        var rows = await Table.ReadRows(Entry("mine", 1).GrainId);

        Assert.Equal("reminder-1", Assert.Single(rows.Reminders).ReminderName);
    }

    private async Task<string[]> NamesAsync(string type, uint begin, uint end) =>
    [
        .. (await Table.ReadRows(begin, end)).Reminders.Where(r => r.GrainId.Type.ToString() == type).Select(Name).Order(StringComparer.Ordinal),
    ];

    private static string Name(ReminderEntry entry) => entry.GrainId.ToString();

    private static bool IsWithin(uint hash, uint begin, uint end) => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private static ReminderEntry Entry(string type, int number) => new()
    {
        GrainId = GrainId.Create(type, string.Create(CultureInfo.InvariantCulture, $"key-{number}")),
        ReminderName = string.Create(CultureInfo.InvariantCulture, $"reminder-{number}"),
        StartAt = Start,
        Period = TimeSpan.FromMinutes(1),
    };
}
