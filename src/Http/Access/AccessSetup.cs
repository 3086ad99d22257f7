using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Http.Hosting;

namespace MovieGrains.Http.Access;

/// <summary>Registers who may do what.</summary>
public static class AccessSetup
{
    /// <summary>Registers a policy, and has its files looked at.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, AccessPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        services.AddSingleton(policy);
        return policy.KeysFile is { } file ? services.AddSingleton<Watched>(file) : services;
    }
}
