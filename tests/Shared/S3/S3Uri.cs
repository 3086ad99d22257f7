namespace MovieGrains.Tests.S3;

/// <summary>Addresses that keep the path as it is, <c>/../</c> and all.</summary>
internal static class S3Uri
{
    public static Uri Of(Uri server, string target) =>
        new(server.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    public static Uri Of(Uri server, string bucket, string key) =>
        Of(server, $"/{bucket}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}");
}
