using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Writes;

/// <summary>A request is refused while its body is read, and nothing has been written.</summary>
internal sealed class RefusedException(Problem problem) : Exception(problem.Detail)
{
    /// <summary>What it is answered with.</summary>
    public Problem Problem { get; } = problem;
}
