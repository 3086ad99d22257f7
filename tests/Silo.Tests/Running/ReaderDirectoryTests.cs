using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Grains.Abstractions;
using Orleans;

namespace MovieGrains.Silo.Tests.Running;

/// <summary>Where a reader is no silo asks another: that one may stand still.</summary>
[Collection(nameof(OverTwoSilos))]
public sealed class ReaderDirectoryTests(TwoSilos cluster)
{
    private const int Keys = 500;

    [Fact]
    public async Task Ask_ReaderOfANewKey_IsBegunHereWithoutAskingTheOtherSilo()
    {
        var asked = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Microsoft.Orleans", Name: "orleans-directory-lookups-remote-sent" })
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, count, _, _) => Interlocked.Add(ref asked, count));
        listener.Start();
        // From both silos, since chance has it how much of Orleans' own directory each has.
        foreach (var silo in cluster.Silos)
        {
            var grains = silo.Services.GetRequiredService<IGrainFactory>();
            for (var key = 1_000_000; key < 1_000_000 + Keys; key++)
                await grains.GetGrain<IReader>(key).GetStatusAsync();
        }
        // Other grains are looked for meanwhile, a few.
        Assert.InRange(asked, 0, Keys / 5);
    }
}
