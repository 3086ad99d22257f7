using Microsoft.Extensions.Logging;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reading;
using Orleans.Runtime;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace MovieGrains.Grains.Reporting;

/// <summary>Tells other silos what this one holds: there is one on each, which is called by the silo's address.</summary>
[Alias("movies.silo-reporter")]
internal interface ISiloReporter : IGrainService
{
    /// <summary>What the silo holds.</summary>
    [Alias("report")]
    Task<SiloReport> ReportAsync();
}

/// <inheritdoc cref="ISiloReporter"/>
internal sealed class SiloReporter(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, Replica replica, PartitionsHere partitions)
    : GrainService(id, silo, loggers), ISiloReporter
{
    /// <inheritdoc/>
    public Task<SiloReport> ReportAsync()
    {
        var held = replica.Store.Status;
        return Task.FromResult(new SiloReport(new Holdings(held.Movies, held.Bytes, replica.Behind.Ticks), partitions.Reports));
    }
}

/// <summary>Calls the reporters of all silos.</summary>
internal sealed class SiloReporters(IServiceProvider services) : GrainServiceClient<ISiloReporter>(services)
{
    /// <summary>The reporter of a silo.</summary>
    public ISiloReporter Of(SiloAddress silo) => GetGrainService(silo);
}
