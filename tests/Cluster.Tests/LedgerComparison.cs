using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MovieGrains.Cluster.Tests;

/// <summary>Compares what two editions say of the same drop files: all of it but when, and how long it took.</summary>
internal static class LedgerComparison
{
    private static readonly string[] Times = ["first_seen", "last_attempt", "next_attempt", "gone_at", "duration_ms"];
    private static readonly string[] States = ["", "ingested", "quarantined", "pending", "failed_will_retry", "gone"];

    /// <summary>Waits until both say the same, of so many files.</summary>
    public static async Task UntilEqualAsync(HttpClient expected, HttpClient actual, int files)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var (one, other) = (await ReadAsync(expected), await ReadAsync(actual));
            if (one.SequenceEqual(other, StringComparer.Ordinal) && one.Count > files)
                return;
            if (patience.IsCancellationRequested)
                Assert.Equal(one, other);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Answers to bad questions are the same to the byte.</summary>
    public static async Task RefusalsAreEqualAsync(HttpClient expected, HttpClient actual)
    {
        foreach (var target in new[] { "/ingest/files/0123456789abcdef", "/ingest/files/x", "/ingest/files?status=x", "/ingest/files?page=0&page_sise=3" })
        {
            using var one = await expected.GetAsync(target);
            using var other = await actual.GetAsync(target);
            Assert.Equal((one.StatusCode, await one.Content.ReadAsStringAsync()), (other.StatusCode, await other.Content.ReadAsStringAsync()));
        }
        foreach (var body in new[] { """{"bucket":"b","key":"k.json"}""", "{", """{"Records":[]}""" })
        {
            using var one = await NotifyAsync(expected, body);
            using var other = await NotifyAsync(actual, body);
            Assert.Equal((one.StatusCode, await one.Content.ReadAsStringAsync()), (other.StatusCode, await other.Content.ReadAsStringAsync()));
        }
    }

    /// <summary>All pages of all lists, and each file by itself.</summary>
    private static async Task<List<string>> ReadAsync(HttpClient client)
    {
        var all = new List<string>();
        foreach (var state in States)
        {
            var items = new List<JsonObject>();
            for (var page = 1; ; page++)
            {
                var query = state.Length == 0 ? "" : "&status=" + state;
                var json = JsonNode.Parse(await client.GetStringAsync($"/ingest/files?page={page}&page_size=4{query}"))!.AsObject();
                items.AddRange(json["items"]!.AsArray().Select(static item => item!.AsObject()));
                all.Add(string.Create(CultureInfo.InvariantCulture, $"{state} {page} {json["page"]} of {json["page_size"]}: {json["total"]}"));
                if (!json["has_more"]!.GetValue<bool>())
                    break;
            }
            // The last seen first: what a client relies on, whenever each edition has seen a file.
            Assert.Equal(items.OrderByDescending(LastSeen).ThenBy(static item => item["id"]!.GetValue<string>(), StringComparer.Ordinal), items);
            all.AddRange(items.Select(Timeless).Order(StringComparer.Ordinal));
            foreach (var id in items.Select(static item => item["id"]!.GetValue<string>()).Order(StringComparer.Ordinal))
                all.Add(Timeless(JsonNode.Parse(await client.GetStringAsync("/ingest/files/" + id))!.AsObject()));
        }
        return all;
    }

    private static DateTime LastSeen(JsonObject item) =>
        (item["gone_at"] ?? item["last_attempt"] ?? item["first_seen"])!.GetValue<DateTime>();

    private static string Timeless(JsonObject item)
    {
        var copy = item.DeepClone().AsObject();
        foreach (var time in Times)
        {
            if (copy.ContainsKey(time))
                copy[time] = "some";
        }
        return copy.ToJsonString(new JsonSerializerOptions { WriteIndented = false });
    }

    private static async Task<HttpResponseMessage> NotifyAsync(HttpClient client, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await client.PostAsync(new Uri("/ingest/notifications", UriKind.Relative), content);
    }
}
