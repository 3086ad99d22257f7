namespace MovieGrains.Catalog.Records.Splitting;

/// <summary>What JSON allows on the two sides of a line break.</summary>
internal static class LineGrammar
{
    /// <summary>Whether a line of an object may begin so.</summary>
    /// <param name="prior">The last byte before the line break that isn't blank; 0 when it isn't known.</param>
    /// <param name="first">The first byte after it that isn't blank.</param>
    /// <param name="isMember">Whether the innermost container is surely an object.</param>
    /// <returns>False only when it can't be JSON.</returns>
    public static bool MayFollow(byte prior, byte first, bool isMember) => prior switch
    {
        0 => true,
        (byte)'{' => first is (byte)'"' or (byte)'}',
        (byte)'[' => first == (byte)']' || BeginsValue(first),
        (byte)':' => BeginsValue(first),
        (byte)',' => isMember ? first == (byte)'"' : BeginsValue(first),
        (byte)'"' => first == (byte)':' || EndsOrSeparates(first),
        _ => EndsOrSeparates(first),
    };

    private static bool BeginsValue(byte first) =>
        first is (byte)'"' or (byte)'{' or (byte)'[' or (byte)'-' or (byte)'t' or (byte)'f' or (byte)'n'
            or (>= (byte)'0' and <= (byte)'9');

    private static bool EndsOrSeparates(byte first) => first is (byte)',' or (byte)'}' or (byte)']';
}
