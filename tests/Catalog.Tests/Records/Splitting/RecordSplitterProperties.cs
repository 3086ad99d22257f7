using FsCheck;
using FsCheck.Fluent;

namespace MovieGrains.Catalog.Tests.Records.Splitting;

public sealed class RecordSplitterProperties
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Next_AnyRecordsInAnyLayoutAndBlocks_GivesExactlyThem() => Prop.ForAll(Seeds, seed =>
    {
        var random = new RandomFiles(seed);
        var records = random.Records(8);
        var layout = (Layout)random.Random.Next(Enum.GetValues<Layout>().Length);
        var file = random.File(records, layout);
        var split = Split.Of(file, AnySize(random), AnySize(random));
        return split.Refusal is null && split.Texts.Select(RandomFiles.Compact).SequenceEqual(records);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Next_AnyBytes_GivesTheSameInAnyBlocks() => Prop.ForAll(Seeds, seed =>
    {
        var random = new RandomFiles(seed);
        var file = Fuzz.Spoil(random);
        var whole = Split.Of(file);
        var pieces = Split.Of(file, AnySize(random), AnySize(random));
        return whole.Refusal == pieces.Refusal && whole.Records.SequenceEqual(pieces.Records);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Next_ArrayTornOffAnywhere_IsRefused() => Prop.ForAll(Seeds, seed =>
    {
        var random = new RandomFiles(seed);
        var file = random.File(random.Records(3), random.Random.Next(2) == 0 ? Layout.PrettyArray : Layout.CompactArray);
        var end = Array.LastIndexOf(file, (byte)']');
        return Enumerable.Range(0, end).All(length => Split.Of(file[..length]).Refusal is not null);
    }).QuickCheckThrowOnFailure();

    private static int AnySize(RandomFiles random) => 1 << random.Random.Next(17);
}
