using System.Text;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Ingest;

/// <summary>Answers with the ledger of drop files, and with what became of one.</summary>
internal sealed class IngestFiles
{
    private const char NoBlank = '\0';
    private const int IdSegment = 2;
    private const int ShownCharacters = 80;

    private readonly IIngestLedger _ledger;

    /// <summary>Makes the answers.</summary>
    /// <param name="ledger">The files; null where no ledger is kept, which is answered as an empty one.</param>
    public IngestFiles(IIngestLedger? ledger = null)
    {
        _ledger = ledger ?? new NoLedger();
        Parameters = MovieParameters.Files(_ledger.States);
    }

    /// <summary>The parameters of the list.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Answers with a page of files.</summary>
    public async Task ListAsync(Exchange exchange)
    {
        exchange.Reader.ReadQuery(exchange.Target.Query, Parameters);
        var parameters = exchange.Reader.Parameters;
        if (parameters.ToFilesQuery() is not { } query)
        {
            await ProblemWriter.SendAsync(exchange, Problem.BadParameters(parameters.Faults));
            return;
        }
        var page = await _ledger.ListAsync(query, exchange.Body, exchange.Context.RequestAborted);
        new PageLinks(query.Page, query.PageSize, page.Total, FirstPage: 1).Set(exchange, cursor: null, page.HasMore);
        await AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
    }

    /// <summary>Answers with the file that the path names.</summary>
    public async Task FileAsync(Exchange exchange)
    {
        exchange.Reader.ReadQuery(exchange.Target.Query, MovieParameters.None);
        var faults = exchange.Reader.Parameters.Faults;
        if (faults.Count > 0)
            await ProblemWriter.SendAsync(exchange, Problem.BadParameters(faults));
        else if (Id(exchange) is { } id && await _ledger.GetAsync(id, exchange.Body, exchange.Context.RequestAborted))
            await AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
        else
            await ProblemWriter.SendAsync(exchange, Problem.NoSuchFile(Shown(exchange)));
    }

    private static string? Id(Exchange exchange)
    {
        var raw = exchange.Target.Segment(IdSegment);
        var bytes = new byte[raw.Length];
        return PercentText.Decode(raw, NoBlank, bytes, out var length) is null ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static string Shown(Exchange exchange) => PercentText.Show(exchange.Target.Segment(IdSegment), NoBlank, ShownCharacters);
}
