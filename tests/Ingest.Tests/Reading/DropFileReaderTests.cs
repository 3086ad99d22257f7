using System.IO.Compression;
using System.Text;
using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Ingest.Reading;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests.Reading;

public sealed class DropFileReaderTests
{
    private static readonly byte[] Lines = Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, 50).Select(i => $"{{\"title\":\"T{i * 7919 % 1000}\",\"year\":{1900 + i}}}\n")));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task Next_Gzip_IsDecompressed(int atATime)
    {
        var compressed = Gzip(Lines);
        var read = await ReadAsync(compressed, atATime);

        Assert.Equal((50, null, (long)compressed.Length), read);
    }

    [Fact]
    public async Task Next_GzipOfSeveralMembers_IsOneFile()
    {
        Assert.Equal(100, (await ReadAsync([.. Gzip(Lines), .. Gzip(Lines)], 3)).Records);
    }

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.NoCompression)]
    public async Task Next_GzipTornOffAnywhere_IsRefused(CompressionLevel level)
    {
        var compressed = Gzip(Lines, level);
        for (var length = 0; length < compressed.Length; length++)
            Assert.NotNull((await ReadAsync(compressed[..length], int.MaxValue)).Refusal);
    }

    [Fact]
    public async Task Next_GzipWithAByteChanged_IsRefusedOrTheSame()
    {
        var compressed = Gzip(Lines);
        for (var at = 2; at < compressed.Length; at++)
        {
            var changed = (byte[])compressed.Clone();
            changed[at] ^= 0x41;
            var read = await ReadAsync(changed, int.MaxValue);
            Assert.True(read.Refusal is not null || read.Records == 50, $"byte {at}");
        }
    }

    [Fact]
    public async Task Next_SomethingBehindGzip_IsRefused()
    {
        var read = await ReadAsync([.. Gzip(Lines), 1, 2, 3], int.MaxValue);

        Assert.Contains("torn off, or something", read.Refusal!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task Next_PlainFile_IsReadAsItIs(int atATime) =>
        Assert.Equal((50, null, (long)Lines.Length), await ReadAsync(Lines, atATime));

    [Fact]
    public async Task Next_NoBytes_IsRefused() => Assert.NotNull((await ReadAsync([], 1)).Refusal);

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task FillAsync_StreamFails_IsUnreadable(int after)
    {
        await Assert.ThrowsAsync<UnreadableFileException>(() => ReadAsync(new FailingStream(Lines, after), Lines.Length));
        await Assert.ThrowsAsync<UnreadableFileException>(() => ReadAsync(new FailingStream(Gzip(Lines), after), 100));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenAsync_TinyFile_TakesNoLargeBuffer(bool isGzip)
    {
        var content = isGzip ? Gzip("[{},{}]"u8.ToArray()) : "[{},{}]"u8.ToArray();
        await ReadAsync(content, int.MaxValue);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = await ReadAsync(content, int.MaxValue);

        Assert.Equal(2, read.Records);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000);
    }

    private static byte[] Gzip(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, level))
            gzip.Write(content);
        return compressed.ToArray();
    }

    private static Task<(int Records, FileFault? Refusal, long Bytes)> ReadAsync(byte[] content, int atATime) =>
        ReadAsync(new FewBytesStream(content, atATime), content.Length);

    private static async Task<(int Records, FileFault? Refusal, long Bytes)> ReadAsync(Stream stream, long bytes)
    {
        await using var reader = await DropFileReader.OpenAsync(stream, bytes);
        for (var records = 0; ;)
        {
            switch (reader.Next())
            {
                case SplitStep.Record:
                    records++;
                    break;
                case SplitStep.NeedBytes:
                    await reader.FillAsync(CancellationToken.None);
                    break;
                default:
                    return (records, reader.Refusal, reader.BytesRead);
            }
        }
    }
}
