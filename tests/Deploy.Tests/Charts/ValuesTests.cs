namespace MovieGrains.Deploy.Tests.Charts;

/// <summary>Values that can't be meant are refused before anything is made of them.</summary>
public sealed class ValuesTests
{
    [Theory]
    [InlineData("edition", "edition=both")]
    [InlineData("image.tag", "image.tag=latest")]
    [InlineData("silo.replicas", "silo.replicas=0")]
    [InlineData("silo.replicas", "silo.replicas=three")]
    [InlineData("silo.drain", "silo.drain=301")]
    [InlineData("silo", "silo.replica=3")]
    [InlineData("silo.zoneSpread", "silo.zoneSpread=Maybe")]
    [InlineData("silo.resources.limits", "silo.resources.limits.cpu=1")]
    [InlineData("sources.0", "sources={/srv/drops}")]
    [InlineData("apiKeys.list", "apiKeys.list=the-key-itself")]
    [InlineData("image.digests.api", "image.digests.api=sha256:abc")]
    [InlineData("postgres.server.sslMode", "postgres.server.sslMode=Disable")]
    [InlineData("ingress.tls", "ingress.tls.secret=x")]
    [InlineData("poll", "poll=0")]
    [InlineData("silo.memory", "silo.memory=plenty")]
    [InlineData("limits.rate", "limits.rate=600")]
    [InlineData("limits.trustedProxies.0", "limits.trustedProxies={everybody}")]
    [InlineData("clusterTls", "clusterTls.secret=x")]
    [InlineData("apiKeys.file.key", "apiKeys.file.key=../../etc/passwd")]
    [InlineData("nonsense", "nonsense=1")]
    [InlineData("exactly one of", "edition=cluster")]
    [InlineData("exactly one of", "edition=cluster", "postgres.existingSecret=a", "postgres.connection=Host=b")]
    [InlineData("needs postgres.server.secret", "edition=cluster", "postgres.server.host=db")]
    [InlineData("needs standalone.writer.enabled or", "standalone.writer.enabled=false")]
    public async Task Template_WrongValue_IsRefusedByItsName(string named, params string[] values)
    {
        var ran = await Rendered.HelmAsync("template", values);
        Assert.NotEqual(0, ran.ExitCode);
        Assert.Contains(named, ran.Errors, StringComparison.Ordinal);
    }
}
