using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace MovieGrains.Http.Answers;

/// <summary>How a body is coded on its way.</summary>
internal enum ContentCoding
{
    Identity,
    Gzip,
    Brotli,
}

/// <summary>Chooses a content coding by <c>Accept-Encoding</c> (RFC 9110, 12.5.3).</summary>
internal static class AcceptEncoding
{
    /// <summary>The coding wanted most among those that we have.</summary>
    /// <param name="header">The header's values.</param>
    /// <param name="worthwhile">Whether the body is long enough that coding it is worth its time; a short one is coded
    /// only when it may not go as it is.</param>
    /// <returns>Null when none is acceptable.</returns>
    public static ContentCoding? Choose(StringValues header, bool worthwhile)
    {
        if (header.Count == 0)
            return ContentCoding.Identity;
        var weights = Weights.Read(header);
        var coded = weights.Brotli >= weights.Gzip ? ContentCoding.Brotli : ContentCoding.Gzip;
        var best = Math.Max(weights.Brotli, weights.Gzip);
        if (best > 0 && (weights.Identity <= 0 || (worthwhile && best >= (weights.IdentityNamed ? weights.Identity : 0))))
            return coded;
        return weights.Identity > 0 ? ContentCoding.Identity : null;
    }

    private readonly record struct Weights(double Brotli, double Gzip, double Identity, bool IdentityNamed)
    {
        public static Weights Read(StringValues header)
        {
            double? brotli = null, gzip = null, identity = null, any = null;
            foreach (var line in header)
            {
                foreach (var item in line.AsSpan().Split(','))
                {
                    var (name, weight) = Item(line.AsSpan()[item]);
                    if (Is(name, "br"))
                        brotli = weight;
                    else if (Is(name, "gzip") || Is(name, "x-gzip"))
                        gzip = weight;
                    else if (Is(name, "identity"))
                        identity = weight;
                    else if (Is(name, "*"))
                        any = weight;
                }
            }
            // Unlike the others, what is sent as it is needs no naming: only a zero, its own or that of *, forbids it.
            return new Weights(brotli ?? any ?? 0, gzip ?? any ?? 0, identity ?? (any == 0 ? 0 : 1), identity is not null);
        }

        private static bool Is(ReadOnlySpan<char> name, string coding) => name.Equals(coding, StringComparison.OrdinalIgnoreCase);
    }

    private static NamedWeight Item(ReadOnlySpan<char> item)
    {
        var semicolon = item.IndexOf(';');
        if (semicolon < 0)
            return new NamedWeight(item.Trim(), 1);
        return new NamedWeight(item[..semicolon].Trim(), Weight(item[(semicolon + 1)..].Trim()));
    }

    /// <summary>The value of <c>q=0.5</c>; 1 when it is not that.</summary>
    internal static double Weight(ReadOnlySpan<char> parameter)
    {
        if (!parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
            return 1;
        var text = parameter[2..].Trim();
        var isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight);
        return isNumber ? Math.Clamp(weight, 0, 1) : 1;
    }

    private readonly ref struct NamedWeight(ReadOnlySpan<char> name, double weight)
    {
        private readonly ReadOnlySpan<char> _name = name;

        public void Deconstruct(out ReadOnlySpan<char> name, out double weight)
        {
            name = _name;
            weight = Weight;
        }

        private double Weight { get; } = weight;
    }
}
