using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Text;

/// <summary>What a runtime without ICU does, seen from a process of its own: the mode is fixed when a process starts.</summary>
public sealed class RuntimeWithoutIcuTests
{
    private const string Variable = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    [Fact]
    public void EnsureSupported_WithIcu_Passes()
    {
        Folding.EnsureSupported();
        Assert.True(Folding.IsSupported);
    }

    [Theory]
    [InlineData(nameof(InsideEnsureSupportedThrowsAndSaysWhatToDo))]
    [InlineData(nameof(InsideFoldThrowsRatherThanFoldOtherwise))]
    [InlineData(nameof(InsideIdentityAndItsTablesAreTheSame))]
    public async Task EnsureSupported_WithoutIcu_Holds(string inside)
    {
        using var process = Process.Start(WithoutIcu(inside))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output);
        Assert.Contains("Total: 1,", await output, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public void InsideEnsureSupportedThrowsAndSaysWhatToDo()
    {
        Assert.False(Folding.IsSupported);
        var thrown = Assert.Throws<InvalidOperationException>(Folding.EnsureSupported);
        Assert.Contains("libicu", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(Variable, thrown.Message, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public void InsideFoldThrowsRatherThanFoldOtherwise()
    {
        Assert.Equal("amelie"u8, Folding.Fold("Amelie"));
        Assert.Throws<InvalidOperationException>(() => Folding.Fold("Amélie"));
    }

    [Fact(Explicit = true)]
    public void InsideIdentityAndItsTablesAreTheSame()
    {
        Assert.Empty(CultureInfo.CurrentCulture.Name);
        byte[] scratch = [];
        Assert.Equal("amélie i𐐨"u8, IdentityText.Normalize("AMÉLIE\u00A0 I𐐀"u8, ref scratch));
        // Here the runtime lower-cases by its own table, which is where ours is from; a newer one may only add to it.
        foreach (var rune in Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(c => new Rune(c)))
        {
            var lower = LowerCaseTable.ToLower(rune.Value);
            Assert.True(lower == rune.Value || lower == Rune.ToLowerInvariant(rune).Value, $"U+{rune.Value:X4}");
        }
    }

    /// <summary>This test executable, for one test.</summary>
    private static ProcessStartInfo WithoutIcu(string test)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var program = Path.ChangeExtension(assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        var method = $"{typeof(RuntimeWithoutIcuTests).FullName}.{test}";
        foreach (var argument in new[] { "-noLogo", "-explicit", "only", "-method", method })
            start.ArgumentList.Add(argument);
        start.Environment[Variable] = "1";
        return start;
    }
}
