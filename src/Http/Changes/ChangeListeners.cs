using MovieGrains.Http.Metrics;

namespace MovieGrains.Http.Changes;

/// <summary>The clients that follow the changes.</summary>
internal sealed class ChangeListeners() : Places(Most, "movies_change_listeners", "Clients that follow /changes now.")
{
    /// <summary>How many may follow at once? Each holds a connection and some kilobytes; whoever has more of them to serve
    /// puts something in between that follows once and tells many.</summary>
    internal const int Most = 1000;
}
