using System.Globalization;

// What HTTP itself costs on this machine: GET /bare?bytes=N answers N bytes made beforehand, with the headers that an answer of
// the catalogue has, and nothing else. The server's options are Standalone's; a change there belongs here, too.

const int mostBytes = 4 << 20;
const string tag = "\"0123456789abcdef\"";
var bytes = new byte[mostBytes];
bytes.AsSpan().Fill((byte)'x');

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = true);
builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
var app = builder.Build();
app.Run(async context =>
{
    var query = context.Request.QueryString.Value;
    var wanted = query is ['?', 'b', 'y', 't', 'e', 's', '=', ..]
        && int.TryParse(query.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Min(number, mostBytes)
            : 0;
    var response = context.Response;
    response.ContentType = "application/json";
    response.ContentLength = wanted;
    response.Headers.ETag = tag;
    await response.BodyWriter.WriteAsync(bytes.AsMemory(0, wanted));
});
await app.StartAsync();
Console.WriteLine($"ready {string.Join(' ', app.Urls)}");
await app.WaitForShutdownAsync();
