namespace MovieGrains.Http;

/// <summary>Something beside <see cref="Readiness"/> that a process needs to be sent requests, and that comes and goes: registered by
/// whoever composes the process, asked at each <c>/readyz</c>.</summary>
public interface IReadinessCheck
{
    /// <summary>Why requests should not be sent here now, in a sentence that tells nothing of the inside; null when they may be. Does
    /// not wait.</summary>
    string? WhyNot();
}
