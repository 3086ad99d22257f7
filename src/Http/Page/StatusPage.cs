using System.Buffers;
using System.Text;
using MovieGrains.Http.Answers;

namespace MovieGrains.Http.Page;

/// <summary>The operations view: how the service is, for people. All that it shows it asks for by script.</summary>
internal sealed class StatusPage(PageFiles files)
{
    private readonly Lazy<byte[]> _page = new(() => Encoding.UTF8.GetBytes(new PageTemplate(
        files.Text("status.html"), ("page", files.Base), ("modules", ModuleGraph.Elements(files, "status/main.js"))).Fill()));

    /// <summary>Answers with the page.</summary>
    public Task AnswerAsync(Exchange exchange)
    {
        exchange.Body.Write(_page.Value);
        PagePolicy.Set(exchange);
        return AnswerWriter.SendAsync(exchange, ConstantHeaders.Html);
    }
}
