using MovieGrains.Grains.Reading;
using Orleans.Metadata;

namespace MovieGrains.Silo.Running;

/// <summary>What our grains are called.</summary>
internal static class GrainKinds
{
    /// <summary>The class of each, by its type's name in Orleans.</summary>
    public static IReadOnlyDictionary<string, string> Of(GrainTypeResolver types) => typeof(Reader).Assembly.GetTypes()
        .Where(static type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(Grain)))
        .ToDictionary(type => types.GetGrainType(type).ToString()!, static type => type.Name, StringComparer.Ordinal);
}
