using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>Puts the questions of one moment together: those for owners on one silo go in one call, so that a step of a query that concerns a
/// hundred years is as many calls as there are silos.</summary>
/// <remarks>For one who asks, step by step: <see cref="AskAsync(int, PartialQuestion, CancellationToken)"/> for all that a step asks, then
/// <see cref="SendAsync"/>. Where owners are is known of a while ago; whoever is elsewhere is asked all the same.</remarks>
/// <param name="partitions">Those who are asked.</param>
/// <param name="siloOf">The silo of a year's owner; null when that is not known, and then it is asked by a call of its own.</param>
/// <param name="meters">Counts.</param>
/// <param name="atATime">Calls under way at a time.</param>
internal sealed class Mail(IPartitions partitions, Func<int, string?> siloOf, ReadingMeters meters, int atATime)
{
    /// <summary>Owners that are asked by one call at most: their answers come as one message, which holds up others behind it.</summary>
    private const int MostInACall = 64;

    private List<Letter> waiting = [];

    /// <summary>Asks the owner of a year, once it is sent.</summary>
    public Task<PartialReply> AskAsync(int year, PartialQuestion question, CancellationToken cancellationToken) =>
        AddAsync(new Letter(siloOf(year), new YearQuestion(year, question), limit => partitions.AskYearAsync(year, question, limit)), cancellationToken);

    /// <summary>Asks a derived partition, once it is sent.</summary>
    public Task<PartialReply> AskAsync(PartitionKey partition, PartialQuestion question, CancellationToken cancellationToken) =>
        AddAsync(new Letter(null, default, limit => partitions.AskAsync(partition, question, limit)), cancellationToken);

    /// <summary>Sends all that has been asked since it was sent last. Whoever has asked is told what becomes of it.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var letters = waiting;
        waiting = [];
        var calls = letters.Where(static letter => letter.Silo is null).Select(static letter => new[] { letter })
            .Concat(letters.Where(static letter => letter.Silo is not null)
                .GroupBy(static letter => letter.Silo, StringComparer.Ordinal).SelectMany(static silo => silo.Chunk(MostInACall)))
            .ToList();
        await Several.AskAsync(calls, call => CallAsync(call, cancellationToken), atATime);
    }

    private Task<PartialReply> AddAsync(Letter letter, CancellationToken cancellationToken)
    {
        waiting.Add(letter);
        return letter.Reply.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Makes one call; never fails itself.</summary>
    private async Task<bool> CallAsync(Letter[] letters, CancellationToken cancellationToken)
    {
        meters.Called(letters.Length);
        try
        {
            var replies = letters is [var only]
                ? [await only.AskAloneAsync(cancellationToken).WaitAsync(cancellationToken)]
                : await partitions.AskYearsAsync(letters[0].Silo!, Array.ConvertAll(letters, static letter => letter.Asked), cancellationToken)
                    .WaitAsync(cancellationToken);
            for (var i = 0; i < letters.Length; i++)
                letters[i].Reply.TrySetResult(replies[i]);
        }
        catch (Exception failure)
        {
            foreach (var letter in letters)
            {
                letter.Reply.TrySetException(failure);
                // Whoever asked may have gone.
                letter.Reply.Task.Ignore();
            }
        }
        return true;
    }

    private sealed record Letter(string? Silo, YearQuestion Asked, Func<CancellationToken, Task<PartialReply>> AskAloneAsync)
    {
        public TaskCompletionSource<PartialReply> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
