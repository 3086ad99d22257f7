using MovieGrains.Tests.S3;

[assembly: AssemblyFixture(typeof(MovieGrains.EndToEnd.BucketServer))]

namespace MovieGrains.EndToEnd;

/// <summary>One S3 server for all tests.</summary>
public sealed class BucketServer : SharedBucket;
