using System.Text;
using MovieGrains.Bench.Load;

namespace MovieGrains.Bench.Tests;

public class ResponseReaderTests
{
    private const string Response = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\ncontent-length:  5\r\nETag: \"x\"\r\n\r\nhello";

    [Fact]
    public void Take_WholeResponse_Ends()
    {
        var reader = new ResponseReader();
        Assert.True(Take(reader, Response));
        Assert.Equal(200, reader.Status);
        Assert.Equal(5, reader.BodyLength);
    }

    [Fact]
    public void Take_EverySplitInTwo_EndsWithTheSecond()
    {
        var reader = new ResponseReader();
        for (var split = 1; split < Response.Length; split++)
        {
            Assert.False(Take(reader, Response[..split]));
            Assert.True(Take(reader, Response[split..]));
        }
    }

    [Fact]
    public void Take_ByteByByte_EndsWithTheLast()
    {
        var reader = new ResponseReader();
        for (var i = 0; i < Response.Length; i++)
            Assert.Equal(i == Response.Length - 1, Take(reader, Response[i..(i + 1)]));
    }

    [Fact]
    public void Take_SecondResponse_IsReadAnew()
    {
        var reader = new ResponseReader();
        Assert.True(Take(reader, Response));
        Assert.True(Take(reader, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"));
        Assert.Equal(503, reader.Status);
    }

    [Fact]
    public void Take_NotModified_HasNoBody()
    {
        var reader = new ResponseReader();
        Assert.True(Take(reader, "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"));
        Assert.Equal(304, reader.Status);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhello")]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    public void Take_WhatItDoesNotKnow_IsAnError(string response) =>
        Assert.Throws<BenchException>(() => Take(new ResponseReader(), response));

    [Fact]
    public void Take_HeadersWithoutEnd_IsAnError() =>
        Assert.Throws<BenchException>(() => Take(new ResponseReader(), "HTTP/1.1 200 OK\r\nX: " + new string('x', 9000)));

    private static bool Take(ResponseReader reader, string text) => reader.Take(Encoding.ASCII.GetBytes(text));
}
