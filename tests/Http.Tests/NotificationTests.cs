using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Http.Ingest;
using MovieGrains.Http.Ingest.Notifications;
using MovieGrains.Http.Tests.Fakes;

namespace MovieGrains.Http.Tests;

public sealed class NotificationTests
{
    private const string S3 = """
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"s3SchemaVersion":"1.0",
        "bucket":{"name":"b","arn":"arn:aws:s3:::b"},"object":{"key":"drops/a+b%2B%C3%A9.json","size":1,"eTag":"x"}}}]}
        """;

    private const string EventBridge = """
        {"version":"0","id":"1","detail-type":"Object Created","source":"aws.s3","account":"1","resources":["arn:aws:s3:::b"],
        "detail":{"version":"0","bucket":{"name":"b"},"object":{"key":"drops/a+b%2B.json","size":5},"reason":"PutObject"}}
        """;

    private const string Minio = """
        {"EventName":"s3:ObjectCreated:Put","Key":"b/outer.json","Records":[{"eventName":"s3:ObjectCreated:Put",
        "s3":{"bucket":{"name":"b"},"object":{"key":"drops%2Finner.json"}}}]}
        """;

    private readonly FakeQueue _queue = new();

    public static TheoryData<string, string, string> Forms => new()
    {
        { "plain", """{"bucket":"b","key":"k+1%20.json"}""", "b/k+1%20.json" },
        { "list", """[{"bucket":"b","key":"1"},{"bucket":"b","key":"2"}]""", "b/1 b/2" },
        { "S3", S3, "b/drops/a b+é.json" },
        { "S3 several", S3Of("ObjectCreated:Copy", "1", "2", "3"), "b/1 b/2 b/3" },
        { "S3 removed", S3Of("ObjectRemoved:DeleteMarkerCreated", "1"), "b/1" },
        { "S3 expired", S3Of("LifecycleExpiration:Delete", "1"), "b/1" },
        { "MinIO names", S3Of("s3:ObjectCreated:CompleteMultipartUpload", "1"), "b/1" },
        { "MinIO", Minio, "b/drops/inner.json" },
        { "MinIO without records", """{"EventName":"s3:ObjectRemoved:Delete","Key":"b/x/y+z.json"}""", "b/x/y+z.json" },
        { "EventBridge", EventBridge, "b/drops/a+b%2B.json" },
        { "EventBridge deleted", EventBridge.Replace("Created", "Deleted", StringComparison.Ordinal), "b/drops/a+b%2B.json" },
        { "SNS", Sns(S3), "b/drops/a b+é.json" },
        { "SNS plain", Sns("""{"bucket":"b","key":"k"}"""), "b/k" },
        { "SQS", Sqs(S3, S3Of("ObjectCreated:Put", "2")), "b/drops/a b+é.json b/2" },
        { "SQS of SNS", Sqs(Sns(S3)), "b/drops/a b+é.json" },
        { "list of SQS of SNS", $"[{Sqs(Sns(S3))}]", "b/drops/a b+é.json" },
        { "byte order mark", "\uFEFF" + """{"bucket":"b","key":"k"}""", "b/k" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Post_EveryForm_IsQueuedAndAnswered(string form, string body, string expected)
    {
        await using var surface = await StartAsync();
        using var response = await surface.PostAsync("/ingest/notifications", Encoding.UTF8.GetBytes(body), "text/plain");
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{form}: {text}");
        Assert.Equal(expected, string.Join(' ', _queue.Taken.Select(taken => $"{taken.Bucket}/{taken.Key}")));
        var answer = SurfaceTests.Json(text);
        Assert.Equal(_queue.Taken.Count, answer.GetProperty("accepted").GetInt32());
        var files = answer.GetProperty("files").EnumerateArray().ToArray();
        Assert.Equal(_queue.Taken.Select(taken => taken.Key), files.Select(file => file.GetProperty("key").GetString()!));
        Assert.Equal(files.Length == 1 ? files[0].GetProperty("file").GetString() : null, response.Headers.Location?.OriginalString);
        Assert.False(answer.TryGetProperty("ignored", out _));
        Assert.False(answer.TryGetProperty("note", out _));
    }

    [Theory]
    [InlineData("/ingest/notifications")]
    [InlineData("/notify")]
    public async Task Post_OneObject_AnswersItsFile(string path)
    {
        await using var surface = await StartAsync(loaded: false);
        using var response = await surface.PostAsync(path, """{"bucket":"b","key":"ä/1"}"""u8.ToArray(), contentType: null);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("/ingest/files/id%20%C3%A4%2F1", response.Headers.Location?.OriginalString);
        Assert.Equal(
            """{"accepted":1,"files":[{"bucket":"b","key":"ä/1","file":"/ingest/files/id%20%C3%A4%2F1"}]}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_SomeNotConfigured_AreIgnoredByName()
    {
        await using var surface = await StartAsync();
        using var response = await surface.PostAsync("/notify", """[{"bucket":"c","key":"1"},{"bucket":"b","key":"2"}]"""u8.ToArray());
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(
            """{"accepted":1,"files":[{"bucket":"b","key":"2","file":"/ingest/files/id%202"}],"ignored":[{"bucket":"c","key":"1"}]}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_NoneConfigured_404()
    {
        await using var surface = await StartAsync();
        using var response = await surface.PostAsync("/notify", """[{"bucket":"c","key":"1"},{"bucket":"d","key":"2"}]"""u8.ToArray());
        var problem = await TestSurface.ProblemAsync(response, 404);
        Assert.Equal("urn:moviegrains:problem:no-such-source", problem.GetProperty("type").GetString());
        Assert.Contains("c/1", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WithoutAQueue_NothingIsConfigured()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.PostAsync("/ingest/notifications", """{"bucket":"b","key":"k"}"""u8.ToArray());
        await TestSurface.ProblemAsync(response, 404);
    }

    [Fact]
    public async Task Post_QueueFull_503WithRetryAfter()
    {
        _queue.Capacity = 1;
        await using var surface = await StartAsync();
        using var response = await surface.PostAsync("/notify", """[{"bucket":"b","key":"1"},{"bucket":"b","key":"2"}]"""u8.ToArray());
        Assert.Equal("1", SurfaceTests.Header(response, "Retry-After"));
        var problem = await TestSurface.ProblemAsync(response, 503);
        Assert.Equal("urn:moviegrains:problem:queue-full", problem.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("""{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-01-02T03:04:05Z","Bucket":"b"}""", "test")]
    [InlineData("""{"Records":[]}""", "empty")]
    [InlineData("[]", "empty")]
    [InlineData("""{"Records":[{"eventName":"s3:ObjectAccessed:Get","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}""", "other")]
    [InlineData("""{"EventName":"s3:ObjectAccessed:Head","Key":"b/k"}""", "other")]
    [InlineData("""{"source":"aws.s3","detail-type":"Object Tags Added","detail":{}}""", "other")]
    public async Task Post_NothingToDo_200WithANote(string body, string note)
    {
        await using var surface = await StartAsync();
        using var response = await surface.PostAsync("/notify", Encoding.UTF8.GetBytes(body));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = SurfaceTests.Json(await response.Content.ReadAsStringAsync());
        Assert.Equal(0, answer.GetProperty("accepted").GetInt32());
        Assert.Contains(note, answer.GetProperty("note").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(_queue.Taken);
    }

    [Theory]
    [InlineData("https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=secret", "sns.eu-central-1.amazonaws.com")]
    [InlineData("not an address\\r\\nError: forged", "unknown")]
    public async Task Post_SubscriptionConfirmation_IsLoggedByHostAndNotCalled(string url, string host)
    {
        await using var surface = await StartAsync();
        var body = $$"""{"Type":"SubscriptionConfirmation","Message":"You have chosen to subscribe","SubscribeURL":"{{url}}","Token":"secret"}""";
        using var response = await surface.PostAsync("/notify", Encoding.UTF8.GetBytes(body), "text/plain; charset=UTF-8");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var line = Assert.Single(surface.Log.Lines);
        Assert.StartsWith("Warning", line, StringComparison.Ordinal);
        Assert.Contains($" {host};", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        Assert.DoesNotContain("forged", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "At $: it is no JSON from line 1, byte 1 on")]
    [InlineData("{\"bucket\":\n nonsense}", "At $: it is no JSON from line 2, byte 3 on")]
    [InlineData("3", "At $: this is none")]
    [InlineData("{}", "At $: this is none")]
    [InlineData("[{\"bucket\":\"b\",\"key\":\"k\"},7]", "At $[1]: this is none")]
    [InlineData("{\"bucket\":\"b\"}", "At $.key: a text is wanted")]
    [InlineData("{\"bucket\":\"\",\"key\":\"k\"}", "At $.bucket: the text is empty")]
    [InlineData("{\"bucket\":\"b\",\"key\":7}", "At $.key: a text is wanted")]
    [InlineData("{\"bucket\":\"b\",\"key\":\"\\ud800\"}", "At $.key: the text is not Unicode")]
    [InlineData("{\"Records\":{}}", "At $.Records: an array is wanted")]
    [InlineData("{\"Records\":[7]}", "At $.Records[0].eventName: a text is wanted")]
    [InlineData("{\"Records\":[{\"eventName\":\"ObjectCreated:Put\"}]}", "At $.Records[0].s3.bucket.name: a text is wanted")]
    [InlineData("{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"%G0\"}}}]}", "At $.Records[0].s3.object.key: a percent sign")]
    [InlineData("{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"%FF\"}}}]}", "At $.Records[0].s3.object.key: the percent-encoded bytes are not UTF-8")]
    [InlineData("{\"detail-type\":\"Object Created\",\"source\":\"aws.ec2\",\"detail\":{}}", "At $.source: only events of aws.s3")]
    [InlineData("{\"detail-type\":\"Object Created\",\"source\":\"aws.s3\",\"detail\":{}}", "At $.detail.bucket.name: a text is wanted")]
    [InlineData("{\"EventName\":\"s3:ObjectCreated:Put\",\"Key\":\"b\"}", "At $.Key: a bucket, a slash and a key are wanted")]
    [InlineData("{\"Event\":\"s3:Else\"}", "At $.Event: this is none")]
    [InlineData("{\"Type\":\"Else\"}", "At $.Type: this is none")]
    [InlineData("{\"Type\":\"Notification\",\"Message\":\"hello\"}", "At $.Message: it is no JSON from line 1, byte 1 on")]
    [InlineData("{\"Type\":\"Notification\",\"Message\":\"{}\"}", "At $.Message: this is none")]
    [InlineData("[[[[{\"bucket\":\"b\",\"key\":\"k\"}]]]]", "At $[0][0][0][0]: envelopes are nested too deep")]
    public async Task Post_Malformed_400SaysWhatAndWhere(string body, string detail)
    {
        await using var surface = await StartAsync();
        using var response = await surface.PostAsync("/notify", Encoding.UTF8.GetBytes(body));
        var problem = await TestSurface.ProblemAsync(response, 400);
        Assert.Equal("urn:moviegrains:problem:bad-notification", problem.GetProperty("type").GetString());
        Assert.StartsWith(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(_queue.Taken);
        Assert.Empty(surface.Log.Lines);
    }

    [Theory]
    [InlineData(NotificationContent.MostObjects, true)]
    [InlineData(NotificationContent.MostObjects + 1, false)]
    public async Task Post_ManyObjects_AreBounded(int objects, bool taken)
    {
        await using var surface = await StartAsync();
        var body = "[" + string.Join(',', Enumerable.Range(0, objects).Select(i => $$"""{"bucket":"b","key":"{{i}}"}""")) + "]";
        using var response = await surface.PostAsync("/notify", Encoding.UTF8.GetBytes(body));
        Assert.Equal(taken ? HttpStatusCode.Accepted : HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(taken ? objects : 0, _queue.Taken.Count);
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public async Task Post_LongKey_IsBounded(int length, bool taken)
    {
        await using var surface = await StartAsync();
        using var response = await surface.PostAsync("/notify", Encoding.UTF8.GetBytes($$"""{"bucket":"b","key":"{{new string('k', length)}}"}"""));
        Assert.Equal(taken ? HttpStatusCode.Accepted : HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(NotificationIntake.MostBytes, HttpStatusCode.Accepted)]
    [InlineData(NotificationIntake.MostBytes + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Post_LongBody_IsBounded(int length, HttpStatusCode status)
    {
        await using var surface = await StartAsync();
        const string body = """{"bucket":"b","key":"k"}""";
        using var response = await surface.PostAsync("/notify", Encoding.UTF8.GetBytes(body.PadRight(length)));
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Post_WithAParameter_400()
    {
        await using var surface = await StartAsync();
        using var response = await surface.PostAsync("/notify?bucket=b", """{"bucket":"b","key":"k"}"""u8.ToArray());
        await TestSurface.ProblemAsync(response, 400);
        Assert.Empty(_queue.Taken);
    }

    [Theory]
    [InlineData("/notify")]
    [InlineData("/ingest/notifications")]
    public async Task OtherMethods_AreNotAllowed(string path)
    {
        await using var surface = await StartAsync();
        using var response = await surface.GetAsync(path);
        Assert.Equal(["OPTIONS", "POST"], response.Content.Headers.Allow);
        await TestSurface.ProblemAsync(response, 405);
    }

    [Fact]
    public async Task Document_Notifications_SayWhatIsTakenAndAnswered()
    {
        await using var surface = await StartAsync();
        var document = SurfaceTests.Json(await surface.Client.GetStringAsync("/openapi/v1.json"));
        var post = document.GetProperty("paths").GetProperty("/ingest/notifications").GetProperty("post");
        foreach (var status in new[] { "200", "202", "400", "404", "413", "503" })
            Assert.True(post.GetProperty("responses").TryGetProperty(status, out _), status);
        var example = post.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example");
        Assert.Single(NotificationReader.Read(Encoding.UTF8.GetBytes(example.GetRawText())).Objects);
    }

    private Task<TestSurface> StartAsync(bool loaded = true) =>
        TestSurface.StartAsync(loaded, add: services => services.AddSingleton<INotificationQueue>(_queue));

    private static string S3Of(string name, params string[] keys) => "{\"Records\":[" + string.Join(',', keys.Select(
        key => $$$$"""{"eventName":"{{{{name}}}}","s3":{"bucket":{"name":"b"},"object":{"key":"{{{{key}}}}"}}}""")) + "]}";

    private static string Sns(string message) =>
        $$"""{"Type":"Notification","MessageId":"1","TopicArn":"arn","Message":{{JsonSerializer.Serialize(message)}},"SubscribeURL":"x"}""";

    private static string Sqs(params string[] bodies) => "{\"Records\":[" + string.Join(',', bodies.Select(
        body => $$"""{"messageId":"1","eventSource":"aws:sqs","body":{{JsonSerializer.Serialize(body)}}}""")) + "]}";
}
