using System.Text;

namespace MovieGrains.Bench.Movies;

/// <summary>The names of people, one for each number.</summary>
internal static class PersonNames
{
    /// <summary>Of the real set's names, one in four has one of the hundred commonest surnames.</summary>
    private const double CommonSurname = 0.25;

    /// <summary>Of the real set's names, 8.5 % have three words.</summary>
    private const double ThreeWords = 0.085;

    /// <summary>Of the real set's names, 1.2 % have one word.</summary>
    private const double OneWord = 0.012;

    private static readonly byte[][] First = Words(
        "John Michael David Robert James Richard William Paul George Tom Jack Peter Charles Chris Frank Mary Mark Joe Brian " +
        "Kevin Mike Christopher Daniel Jason Ben Steve Matt Harry Scott Don Edward Anthony Ann Alan Eric Bill Jim Sam Jennifer " +
        "Elizabeth Henry Helen Larry Dorothy Arthur Jean Margaret Fred Walter Anna Ruth Andrew Joan Barbara Alice Tony Roy Ray " +
        "Jane Betty Susan Patrick Lee Martin Ralph Albert Billy Bob Nick Karen Nancy Lisa Linda Julia Laura Marie Eva Rose Lewis " +
        "Donald Stephen Louis Ryan Adam Josh Alex Sarah Emily Emma Kate Rachel Amy Diana Carol Gloria Virginia Louise Grace " +
        "Edith Ethel Irene Florence Max Oscar Hugo Leo Carl Ernest Victor Philip Ronald Kenneth Gary Dennis Jerry Terry Bruce " +
        "Craig Keith Ian Sean Simon Tim Todd Greg Neil Luis Carlos Juan Maria Rosa Sofia Elena Olga Ingrid Greta Hans Otto Ivan " +
        "Boris José René Zoë Chloë Renée André Björn Søren Jürgen Penélope Renata Yvonne Zelda Ursula Wanda");

    private static readonly byte[][] Last = Words(
        "Smith Williams Jones Johnson Brown Lee Miller Davis Wilson Harris Moore Scott Allen Taylor King Anderson Lewis Young " +
        "White Martin Hall Walker Robinson James Howard Baker Roberts Jackson Kelly Thompson Clark Green Hill Adams Campbell " +
        "Evans Murphy Morgan Reed Stone Gray Ford Grant Hart West Marshall Stewart Collins Cooper Rogers Russell Carter Wood " +
        "Turner Phillips Parker Bennett Murray Hayes Fox Black Wright Nelson Mitchell Gordon Hamilton Douglas Ross Graham Hunt " +
        "O'Brien O'Neill O'Connor MacDonald Fitzgerald St. García López Pérez Müller Jones-Davis Day-Lewis");

    private static readonly byte[][] Suffixes = Words("Jr. Sr. II III");

    private static readonly ZipfRanks FirstRanks = new(First.Length, exponent: 0.9, offset: 3);
    private static readonly ZipfRanks LastRanks = new(Last.Length, exponent: 0.6, offset: 3);

    /// <summary>Adds the name of a number; the same number always has the same name.</summary>
    /// <remarks>Made-up surnames serve two numbers each, as in the real set, whose 28,630 names share 14,653 surnames.</remarks>
    public static void Add(ByteText text, int number)
    {
        var rolls = new Rolls(Rolls.Mix((ulong)number + 0x51));
        var kind = rolls.Fraction();
        if (kind < OneWord)
        {
            Syllables.AddSurname(text, number);
            return;
        }
        text.Add(First[FirstRanks.Draw(ref rolls)]);
        if (kind < OneWord + ThreeWords)
            AddMiddle(text, ref rolls);
        text.Add(' ');
        AddLast(text, number, ref rolls);
    }

    private static void AddMiddle(ByteText text, ref Rolls rolls)
    {
        text.Add(' ');
        if (rolls.Chance(0.5))
        {
            text.Add((char)('A' + rolls.Below(26)));
            text.Add('.');
            return;
        }
        text.Add(First[rolls.Below(First.Length)]);
    }

    private static void AddLast(ByteText text, int number, ref Rolls rolls)
    {
        // Common surnames are for the first 200,000: later numbers would all be namesakes, and the names no longer grow.
        if (number < 200_000 && rolls.Chance(CommonSurname))
            text.Add(Last[LastRanks.Draw(ref rolls)]);
        else
            Syllables.AddSurname(text, number / 2);
        if (rolls.Below(200) != 0)
            return;
        text.Add(' ');
        text.Add(Suffixes[rolls.Below(Suffixes.Length)]);
    }

    private static byte[][] Words(string words) => [.. words.Split(' ').Select(Encoding.UTF8.GetBytes)];
}
