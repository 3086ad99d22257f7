namespace MovieGrains.Tests.S3;

/// <summary>Which requests meet which fault: the first rule that a request fits and that is not used up.</summary>
internal sealed class FaultRules
{
    private readonly Lock _lock = new();
    private readonly List<Rule> _rules = [];

    /// <summary>Every request of a listing.</summary>
    public static bool Listing(ProxyRequest request) => request.Target.Contains("list-type=", StringComparison.Ordinal);

    /// <summary>Every request for an object.</summary>
    public static bool Reading(ProxyRequest request) => request.Method == "GET" && !Listing(request);

    public void Add(Func<ProxyRequest, bool> when, Fault fault, int times = 1)
    {
        lock (_lock)
            _rules.Add(new Rule(when, fault) { Left = times });
    }

    /// <summary>One request that fits goes by untouched.</summary>
    public void Pass(Func<ProxyRequest, bool> when, int times = 1) => Add(when, Fault.None, times);

    public void Clear()
    {
        lock (_lock)
            _rules.Clear();
    }

    internal Fault Take(ProxyRequest request)
    {
        lock (_lock)
        {
            var rule = _rules.Find(rule => rule.Left > 0 && rule.When(request));
            if (rule is null)
                return Fault.None;
            rule.Left--;
            return rule.Fault;
        }
    }

    private sealed record Rule(Func<ProxyRequest, bool> When, Fault Fault)
    {
        public int Left { get; set; }
    }
}
