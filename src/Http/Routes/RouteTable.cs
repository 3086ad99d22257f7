using MovieGrains.Catalog.Queries;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Changes;
using MovieGrains.Http.Cluster;
using MovieGrains.Http.Ingest;
using MovieGrains.Http.Ingest.Notifications;
using MovieGrains.Http.OpenApi;
using MovieGrains.Http.Page;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;
using MovieGrains.Http.Writes;

namespace MovieGrains.Http.Routes;

/// <summary>All paths: what is mapped is what is documented.</summary>
internal sealed class RouteTable
{
    private const char NoBlank = '\0';
    private const char Underscore = '_';

    private const string RootSummary =
        "A page for people when Accept prefers HTML, else the same as /movies, pages counted from 0.";

    private readonly MovieSearch _search;

    public RouteTable(
        MovieSearch search,
        MovieLookup lookup,
        MovieOrigins origins,
        ValuesList values,
        Suggestions suggestions,
        MovieExport export,
        ChangeStream changes,
        IngestFiles files,
        NotificationIntake intake,
        ClusterState cluster,
        OperationalPages operations,
        WebPages pages,
        RecordPosts posts,
        MovieWrites writes)
    {
        _search = search;
        All =
        [
            Search("/movies", "Movies by any combination of filters.") with
            {
                Writes = [Post("Makes or changes movies: one object, an array of them, or NDJSON.", posts.MoviesAsync)],
            },
            new("/movies/{id}", "One movie.", AnswerKind.Movie, lookup.AnswerAsync)
            {
                Writes =
                [
                    new("PUT", "Replaces all fields of a movie; those left out are cleared.", MovieWrites.BodyBytes, writes.PutAsync)
                    {
                        ChangesMovies = true,
                        BodyTypes = BodyTypes.Movie,
                        Describe = WriteOperations.DescribePut,
                    },
                    new("PATCH", "Changes a movie by a JSON merge-patch (RFC 7396).", MovieWrites.BodyBytes, writes.PatchAsync)
                    {
                        ChangesMovies = true,
                        BodyTypes = BodyTypes.Patch,
                        Describe = WriteOperations.DescribePatch,
                    },
                    new("DELETE", "Removes a movie.", MovieWrites.IgnoredBytes, writes.DeleteAsync)
                    {
                        ChangesMovies = true,
                        Describe = WriteOperations.DescribeDelete,
                    },
                ],
            },
            new("/movies/{id}/sources", "The drop files and clients' writes that a movie comes from.", AnswerKind.Sources, origins.AnswerAsync),
            Values(values, "/genres", ValuesDimension.Genre, MovieParameters.Values, "All genres and how many movies have each."),
            Values(values, "/years", ValuesDimension.Year, MovieParameters.Values, "All years and how many movies have each."),
            Values(values, "/actors", ValuesDimension.Actor, MovieParameters.Actors, "Cast names and how many movies have each."),
            new("/suggest", "Titles and cast names that begin as was typed, the likeliest first.", AnswerKind.Suggestions, suggestions.AnswerAsync)
            {
                Parameters = MovieParameters.Suggest,
            },

            new("/export", "All movies of a query, a line each.", AnswerKind.Export, export.AnswerAsync) { Parameters = MovieParameters.Export },
            new("/changes", "What changes, as it happens.", AnswerKind.Changes, changes.AnswerAsync) { Parameters = MovieParameters.Changes },
            new("/ingest/files", "The drop files seen, the last first.", AnswerKind.Files, files.ListAsync)
            {
                Parameters = files.Parameters,
                IsForOperators = true,
            },
            new("/ingest/files/{id}", "What became of one drop file.", AnswerKind.File, files.FileAsync) { IsForOperators = true },

            Notifications("/ingest/notifications", "Word of objects that have come, changed or gone: they are looked at soon.", intake),
            Notifications("/notify", "The same as /ingest/notifications.", intake),

            // Paths of earlier systems, for the scripts that use them.
            Search("/films", "The same as /movies.") with
            {
                Writes = [Post("The same as POST /movies, but 201 whenever all went well.", posts.FilmsAsync)],
            },
            Route.OfWrites("/movie", Post("The same as POST /movies.", posts.MoviesAsync)),
            Alias("/movies/year/{year}", ParameterKind.Year, NoBlank),
            Alias("/movies/name/{name}", ParameterKind.Name, NoBlank),
            Alias("/movies/genre/{genre}", ParameterKind.Genre, NoBlank),
            Alias("/movies/castmember/{cast}", ParameterKind.Cast, NoBlank),
            Alias("/year/{year}", ParameterKind.Year, Underscore),
            Alias("/title/{name}", ParameterKind.Name, Underscore),
            Alias("/genre/{genre}", ParameterKind.Genre, Underscore),
            Alias("/cast/{actor}", ParameterKind.Actor, Underscore),
            Alias("/cast/fullname/{cast}", ParameterKind.Cast, Underscore),
            Alias("/cast/firstname/{first}/lastname/{last}", ParameterKind.Cast, Underscore),
            Alias("/cast/firstname/{first}/middlename/{middle}/lastname/{last}", ParameterKind.Cast, Underscore),
            new("/", RootSummary, AnswerKind.Movies, pages.RootAsync)
            {
                Parameters = MovieParameters.Root,
                VariesByAccept = true,
                TellsLoading = true,
            },
            new("/status", "The operations view, a page for people.", AnswerKind.Page, pages.StatusAsync) { IsForOperators = true },
            new(PageFiles.Pattern, "The files of both pages.", AnswerKind.Html, pages.FileAsync) { IsHidden = true },
            new("/addall", "Gone: no GET changes anything.", AnswerKind.Gone, AddAllAsync),

            .. operations.Probes,
            new("/cluster", "The silos and partitions of the cluster, where there is one.", AnswerKind.Cluster, cluster.AnswerAsync) { IsForOperators = true },
            new("/perf_counters", "Requests and their times by path.", AnswerKind.Json, operations.CountersAsync),
            new("/openapi/v1.json", "This document.", AnswerKind.Json, pages.OpenApiAsync),
            new("/docs", "This document, to read and try.", AnswerKind.Html, pages.DocsAsync),
            new("/docs/{**file}", "The files of /docs.", AnswerKind.Html, pages.DocsAsync) { IsHidden = true },
        ];
    }

    /// <summary>The routes.</summary>
    public IReadOnlyList<Route> All { get; }

    /// <summary>What answers where no route does.</summary>
    public static Route Fallback { get; } = new("other", "Nothing.", AnswerKind.Gone, static exchange =>
        ProblemWriter.SendAsync(exchange, Problem.NoSuchPath())) { IsFallback = true };

    private static Task AddAllAsync(Exchange exchange) => ProblemWriter.SendAsync(exchange, Problem.Gone(
        "Loading needs no request: files are picked up from their source by themselves, and no GET changes anything."));

    private Route Search(string pattern, string summary) =>
        new(pattern, summary, AnswerKind.Movies, exchange => _search.AnswerAsync(exchange, MovieParameters.Movies, path: null))
        {
            Parameters = MovieParameters.Movies,
        };

    private Route Alias(string pattern, ParameterKind kind, char blank)
    {
        var path = new PathFilter(kind, BracedSegments(pattern), blank);
        var summary = $"The same as /movies with {MovieParameters.Filter(kind).Name}, here from the path and taken literally"
            + (blank == Underscore ? ", with _ for a blank." : ".");
        return new(pattern, summary, AnswerKind.Movies, exchange => _search.AnswerAsync(exchange, MovieParameters.Movies, path))
        {
            Parameters = MovieParameters.Movies,
            Path = path,
        };
    }

    private static WriteMethod Post(string summary, Func<Exchange, Task> answerAsync) =>
        new("POST", summary, RecordPosts.BodyBytes, answerAsync)
        {
            ChangesMovies = true,
            BodyTypes = BodyTypes.Records,
            Describe = WriteOperations.DescribeRecords,
        };

    private static Route Values(ValuesList values, string pattern, ValuesDimension dimension, ParameterSet set, string summary) =>
        new(pattern, summary, AnswerKind.Values, exchange => values.AnswerAsync(exchange, set, dimension)) { Parameters = set };

    private static Route Notifications(string pattern, string summary, NotificationIntake intake) =>
        Route.OfWrites(pattern, new WriteMethod(HttpMethods.Post, summary, NotificationIntake.MostBytes, intake.AnswerAsync)
        {
            Describe = NotificationOperation.Describe,
        });

    private static int[] BracedSegments(string pattern)
    {
        var segments = pattern.Split('/')[1..];
        return [.. Enumerable.Range(0, segments.Length).Where(i => segments[i].StartsWith('{'))];
    }
}
