using System.Text;

namespace MovieGrains.Tests.Telemetry;

/// <summary>A span as it was sent by OTLP.</summary>
/// <param name="Service">Who sent it.</param>
/// <param name="Trace">Which trace it is of.</param>
/// <param name="Id">Its own id.</param>
/// <param name="Parent">The id of the span that it is within; empty of a root.</param>
/// <param name="Name">Its name.</param>
internal sealed record OtlpSpan(string Service, string Trace, string Id, string Parent, string Name)
{
    private const int LengthDelimited = 2;

    /// <summary>The spans of an <c>ExportTraceServiceRequest</c>: <c>resource_spans</c> (1), each with a <c>resource</c> (1) and
    /// <c>scope_spans</c> (2), which have <c>spans</c> (2).</summary>
    public static IEnumerable<OtlpSpan> Read(byte[] request)
    {
        foreach (var sent in Fields(request, 1))
        {
            var service = Fields(sent, 1).SelectMany(static resource => Fields(resource, 1)).Where(static attribute => Text(attribute, 1) is "service.name")
                .SelectMany(static attribute => Fields(attribute, 2)).Select(static value => Text(value, 1)).FirstOrDefault("");
            foreach (var span in Fields(sent, 2).SelectMany(static scope => Fields(scope, 2)))
                yield return new OtlpSpan(service, Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5));
        }
    }

    private static string Hex(byte[] message, int number) => Convert.ToHexStringLower(Fields(message, number).FirstOrDefault([]));

    private static string Text(byte[] message, int number) => Encoding.UTF8.GetString(Fields(message, number).FirstOrDefault([]));

    /// <summary>The fields of a number that have a length: texts, bytes and messages.</summary>
    private static List<byte[]> Fields(byte[] message, int number)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var kind = (int)(tag & 7);
            var length = kind switch { 1 => 8, 5 => 4, _ => (int)Varint(message, ref at) };
            // What was read is the number itself.
            if (kind is 0)
                continue;
            if (kind is LengthDelimited && (int)(tag >> 3) == number)
                found.Add(message[at..(at + length)]);
            at += length;
        }
        return found;
    }

    private static long Varint(byte[] message, ref int at)
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (long)(next & 127) << shift;
            if (next < 128)
                return value;
        }
    }
}
