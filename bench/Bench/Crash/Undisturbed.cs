namespace MovieGrains.Bench.Crash;

/// <summary>A process that was never killed, fed with the same files and the writes that are known to have been done: it must
/// hold the same movies.</summary>
internal sealed class Undisturbed(CrashSettings settings, DropPlan drops, History history, Violations violations)
{
    private const int Shown = 3;

    /// <summary>Feeds it, and compares.</summary>
    /// <param name="process">The process, just started.</param>
    /// <param name="found">What the crashed one exported.</param>
    public async Task CompareAsync(CrashProcess process, string found)
    {
        if (await process.ReadyAsync(settings.Patience) is not { } address)
            return;
        using var life = new Life(process, address, settings, violations);
        await new DropWatch(drops, violations, new CrashFigures()).UntilAllAsync(life, settings.Patience);
        await Task.WhenAll(history.ByWriter.Select(operations => RepeatAsync(life, operations)));
        await RepeatAsync(life, history.Counted);
        Compare(found, await life.GetAsync("/export"));
    }

    private async Task RepeatAsync(Life life, IEnumerable<Operation> operations)
    {
        foreach (var operation in operations)
        {
            var answer = await life.SendAsync(operation.Method, operation.Target, operation.Body, operation.Key);
            if ((int)answer.Status is < 200 or > 299)
                violations.Add($"{operation} was done in the process that crashed; one that did not answers {(int)answer.Status}: {answer.Body}");
        }
    }

    private void Compare(string found, string expected)
    {
        if (string.Equals(found, expected, StringComparison.Ordinal))
            return;
        var (left, right) = (Lines(found), Lines(expected));
        var more = left.Except(right, StringComparer.Ordinal).Take(Shown);
        var less = right.Except(left, StringComparer.Ordinal).Take(Shown);
        violations.Add($"The export after the crashes has {left.Length} movies and differs from that of an undisturbed process, which has {right.Length}."
            + $"{Environment.NewLine}Crashed: {string.Join(Environment.NewLine, more)}{Environment.NewLine}Undisturbed: {string.Join(Environment.NewLine, less)}");
    }

    private static string[] Lines(string export) => export.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
