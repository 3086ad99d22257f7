namespace MovieGrains.Grains.Reading;

/// <summary>Asks several, a bounded number at a time.</summary>
internal static class Several
{
    /// <summary>Asks.</summary>
    /// <param name="asked">Who.</param>
    /// <param name="askAsync">Asks one.</param>
    /// <param name="atATime">How many are under way at a time.</param>
    /// <returns>The answers, in the order of those asked. One that fails fails all, and nobody is asked after it.</returns>
    public static async Task<TAnswer[]> AskAsync<TAsked, TAnswer>(IReadOnlyList<TAsked> asked, Func<TAsked, Task<TAnswer>> askAsync, int atATime)
    {
        var answers = new TAnswer[asked.Count];
        var (next, hasFailed) = (-1, false);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(atATime, asked.Count)).Select(_ => AskInTurnAsync()).ToList());
        return answers;

        async Task AskInTurnAsync()
        {
            while (!Volatile.Read(ref hasFailed) && Interlocked.Increment(ref next) is var i && i < asked.Count)
            {
                try
                {
                    answers[i] = await askAsync(asked[i]);
                }
                catch
                {
                    Volatile.Write(ref hasFailed, true);
                    throw;
                }
            }
        }
    }
}
