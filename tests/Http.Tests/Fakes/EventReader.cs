using System.Text;

namespace MovieGrains.Http.Tests.Fakes;

/// <summary>Reads server-sent events block by block.</summary>
internal sealed class EventReader(Stream stream) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StreamReader _text = new(stream, Encoding.UTF8);

    /// <summary>The next block's lines, joined by line feeds; null at the end.</summary>
    public async Task<string?> BlockAsync()
    {
        var lines = new List<string>();
        while (await _text.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.Length == 0)
                return string.Join('\n', lines);
            lines.Add(line);
        }
        Assert.Empty(lines);
        return null;
    }

    public void Dispose() => _text.Dispose();
}
