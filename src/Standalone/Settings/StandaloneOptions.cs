using System.Net;

namespace MovieGrains.Standalone.Settings;

/// <summary>How the process was told to run.</summary>
/// <param name="Source">A folder of drop files, or one file; exists.</param>
/// <param name="Port">The port to listen on; 0 for any that is free.</param>
/// <param name="Bind">The address to listen on.</param>
/// <param name="Data">The folder for what the catalogue has to keep; reserved.</param>
/// <param name="Poll">From one look at the source to the next.</param>
/// <param name="Drain">From readiness going false to the end of accepting.</param>
internal sealed record StandaloneOptions(string Source, int Port, IPAddress Bind, string Data, TimeSpan Poll, TimeSpan Drain);
