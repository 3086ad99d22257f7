using System.Globalization;
using MovieGrains.Api.Settings;

namespace MovieGrains.Api.Running;

/// <summary>The one line that says that the process is connected to its cluster: where it serves, and who may write.</summary>
internal static class ReadyLine
{
    /// <summary>Makes the line.</summary>
    /// <param name="url">Where it listens.</param>
    /// <param name="options">How it was told to run.</param>
    /// <param name="sinceStart">Time since the program began.</param>
    public static string Of(string url, ApiOptions options, TimeSpan sinceStart) => string.Create(CultureInfo.InvariantCulture,
        $"MovieGrains API is ready at {url}: connected to the cluster {options.ClusterId} ({sinceStart.TotalSeconds:0.00} s since the start); {options.Access.Describe()}");
}
