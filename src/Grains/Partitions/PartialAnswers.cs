using System.Buffers;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Partitions;

/// <summary>Answers questions to a part of the catalogue from what it holds.</summary>
/// <remarks>For one scheduler.</remarks>
/// <param name="time">The clock.</param>
/// <param name="rules">Of full-text search; null for those in force.</param>
internal sealed class PartialAnswers(TimeProvider time, SearchRules? rules = null)
{
    // A page is asked for its documents within milliseconds; whoever reads an export may be slow.
    private readonly KeptViews pages = new(64, TimeSpan.FromSeconds(30), time), exports = new(16, TimeSpan.FromMinutes(10), time);

    /// <summary>Answers.</summary>
    /// <param name="newest">What there is now.</param>
    /// <param name="question">The question.</param>
    /// <param name="instance">Whose generations these are: an owner's epoch, or what tells a derived partition from the next of its kind.</param>
    public PartialReply Answer(CatalogView newest, PartialQuestion question, long instance)
    {
        if (question.Rules != 0 && question.Rules != (rules ?? SearchRules.InForce).Fingerprint)
            return PartialReply.Without(PartialResult.OtherRules);
        if (question.Generation != 0 && question.Instance != instance)
            return PartialReply.Without(PartialResult.Gone);
        var views = question.WithDocuments ? exports : pages;
        if (views.Find(newest, question.Generation) is not { } view)
            return PartialReply.Without(PartialResult.Gone);
        // Whoever gathers comes again.
        if (question.Kind is PartialKind.Words or PartialKind.Gather or PartialKind.Values or PartialKind.Suggestions)
            views.Keep(view);
        return Answered(view, question) with { Instance = instance };
    }

    private static PartialReply Answered(CatalogView view, PartialQuestion question) => question.Kind switch
    {
        PartialKind.Words => Bytes(
            view, view.FindWords(question.Search!.ToQuery(), question.LeastForgiveness, question.MostForgiveness).ToBytes()),
        PartialKind.Gather => Bytes(view, view.Gather(question.Search!.ToQuery(), question.Basis?.ToBasis(), question.Hits, question.WithDocuments).ToBytes()),
        PartialKind.Values => Bytes(view, view.Gather(question.Values!.ToQuery()).ToBytes()),
        PartialKind.Detail => Bytes(
            view, view.Detail(new DetailsRequest(question.Search!.ToQuery(), question.Ids, question.Terms, question.Basis?.ToBasis())).ToBytes()),
        PartialKind.Nearest => Bytes(view, view.FindNearest(question.Search!.ToQuery(), question.Nearest!.ToQuestion()).ToBytes()),
        PartialKind.Suggestions => Bytes(view, (question.Suggest is { } typed
            ? view.Suggest(typed.ToQuery(), question.MostNames)
            : view.SuggestNames(question.Names)).ToBytes()),
        PartialKind.Answer => Finished(view, question.Search!),
        PartialKind.Movie => Movie(view, question.MovieId!),
        _ => throw new ArgumentOutOfRangeException(nameof(question), question.Kind, "There is no such question."),
    };

    private static PartialReply Bytes(CatalogView view, byte[] bytes) => new(PartialResult.Answered, bytes, view.Generation, 0, 0, false, null);

    private static PartialReply Finished(CatalogView view, SearchRequest search)
    {
        var body = new ArrayBufferWriter<byte>(16 << 10);
        var summary = view.Search(search.ToQuery(), body);
        return new PartialReply(
            PartialResult.Answered, body.WrittenSpan.ToArray(), view.Generation, 0, summary.Total, summary.HasMore, summary.Next);
    }

    private static PartialReply Movie(CatalogView view, string id)
    {
        var body = new ArrayBufferWriter<byte>();
        var found = view.TryGet(id, body);
        return new PartialReply(PartialResult.Answered, body.WrittenSpan.ToArray(), view.Generation, 0, found ? 1 : 0, false, null);
    }
}
