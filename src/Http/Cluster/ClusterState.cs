using System.Text.Json;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Cluster;

/// <summary>Answers with the silos and partitions of the cluster.</summary>
/// <param name="cluster">The cluster; null of a process that is none.</param>
internal sealed class ClusterState(IClusterView? cluster = null)
{
    /// <summary>Answers.</summary>
    public async Task AnswerAsync(Exchange exchange)
    {
        exchange.Reader.ReadQuery(exchange.Target.Query, MovieParameters.None);
        var faults = exchange.Reader.Parameters.Faults;
        if (faults.Count > 0)
            await ProblemWriter.SendAsync(exchange, Problem.BadParameters(faults));
        else if (cluster is null)
            await ProblemWriter.SendAsync(exchange, Problem.NoCluster());
        else
        {
            Write(await cluster.LookAsync(exchange.Context.RequestAborted), exchange);
            await AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
        }
    }

    private static void Write(ClusterLook look, Exchange exchange)
    {
        using var json = new Utf8JsonWriter(exchange.Body);
        json.WriteStartObject();
        json.WriteStartArray("silos");
        foreach (var silo in look.Silos)
        {
            json.WriteStartObject();
            json.WriteString("name", silo.Name);
            json.WriteString("address", silo.Address);
            json.WriteString("status", silo.Status);
            if (silo.Held is { } held)
                Write(held, version: null, json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("partitions");
        foreach (var partition in look.Partitions)
        {
            json.WriteStartObject();
            json.WriteString("name", partition.Name);
            json.WriteString("silo", partition.Silo);
            Write(partition.Held, partition.Version, json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(in HeldLook held, long? version, Utf8JsonWriter json)
    {
        json.WriteNumber("movies", held.Movies);
        json.WriteNumber("bytes", held.Bytes);
        if (version is { } number)
            json.WriteNumber("version", number);
        json.WriteNumber("staleness_ms", (long)held.Staleness.TotalMilliseconds);
    }
}
