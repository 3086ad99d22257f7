using System.Text;

namespace MovieGrains.Bench.Movies;

/// <summary>The words of titles and extracts, commonest first: English ones, then made-up ones.</summary>
internal sealed class TitleWords
{
    // Zipf–Mandelbrot as fitted to the real set's words without the articles and prepositions: rank 1 some 700 times, rank
    // 100 90 times, rank 1,000 15 times, rank 10,000 once.
    private const double Exponent = 1.0;
    private const double Offset = 20;

    /// <summary>Distinct words grow with the 0.58th power of the records, as over the last doubling of the real set.</summary>
    private const double Growth = 0.58;

    /// <summary>Words to draw from per word expected: many of the rarest are never drawn.</summary>
    private const double Unseen = 1.55;

    private static readonly string[] English = (
        "man love girl night woman little lady life last black wild house trail kid law three city heart two new great story " +
        "world red home white women time wife king day way old dark secret street high american young death dead sea murder " +
        "boy town bad road island war fighting blue good midnight texas blood gold money gun romance hell valley song star " +
        "moon mystery dangerous river son devil trouble return paris desert ghost hot baby first bride days christmas rose " +
        "kiss daughter country hearts golden live fire north family game beyond eyes paradise jungle phantom youth york " +
        "danger hollywood dawn terror angel adventure heaven cowboy people seven range captain silent best party mountain " +
        "wolf sky honor dance rider lone hour marriage married case hills wives without riders air dog land chance strange " +
        "stranger meet ride escape green south soul queen border double summer frontier end boys crime thunder affair run " +
        "million silver raiders guns mad sweet justice private dream face fear four light door beauty code earth kill " +
        "wedding sin holiday killer happy rock children battle five hard cat horse storm luck flying perfect express school " +
        "prince true child long dreams show fury ladies room sun princess scarlet iron price evil monster speed shadow lucky " +
        "train music revenge spy power shadows blonde parade bill business hero final father fast legend broken east fool " +
        "rich doctor mother water eye america journey glory canyon cry six society flight side tiger crazy age year angels " +
        "forbidden tomorrow missing lives space patrol brothers magic dollar vengeance outlaw secrets tale gentleman flame " +
        "name courage deep hand husband truth top saddle point alley scandal unknown beast desire mine lover steel prairie " +
        "stolen sunset body sister edge garden winter castle bridge letter witness rebel orphan circus harbor lantern " +
        "mirror thief verdict promise tide winner orchard velvet engine cabin crown stage ticket whisper carnival café " +
        "déjà señor fiancée naïve").Split(' ');

    private readonly byte[] letters;
    private readonly int[] ends;
    private readonly ZipfRanks ranks;

    /// <summary>Makes the words that so many records need.</summary>
    public TitleWords(int records)
    {
        var count = (int)(Unseen * RealSet.TitleWords * Math.Pow((double)records / RealSet.Records, Growth));
        ranks = new ZipfRanks(Math.Max(count, English.Length), Exponent, Offset);
        var text = new ByteText();
        ends = new int[ranks.Count];
        for (var rank = 0; rank < ends.Length; rank++)
        {
            AddWord(text, rank);
            ends[rank] = text.Length;
        }
        letters = text.Written.ToArray();
    }

    /// <summary>Draws a word, as often as titles have it.</summary>
    public ReadOnlySpan<byte> Draw(ref Rolls rolls)
    {
        var rank = ranks.Draw(ref rolls);
        var start = rank == 0 ? 0 : ends[rank - 1];
        return letters.AsSpan(start, ends[rank] - start);
    }

    private static void AddWord(ByteText text, int rank)
    {
        if (rank < English.Length)
            text.Add(Encoding.UTF8.GetBytes(English[rank]));
        else
            Syllables.AddWord(text, rank);
    }
}
