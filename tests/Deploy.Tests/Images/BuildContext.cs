using System.Runtime.InteropServices;
using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Images;

/// <summary>A folder in which the build stages of Dockerfiles are gone through without a container: what they copy is copied, and their
/// <c>dotnet</c> commands are run, on nothing but that.</summary>
public sealed class BuildContext : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("movies-images-").FullName;

    /// <summary>Goes through a build stage.</summary>
    /// <returns>The folder that the image would have as /app.</returns>
    internal async Task<string> BuildAsync(Dockerfile file)
    {
        var output = Path.Combine(_folder, "out", file.Program);
        foreach (var line in file.BuildStage)
        {
            if (line.StartsWith("COPY ", StringComparison.Ordinal))
                Copy(line.Split(' ')[1..]);
            else if (line.StartsWith("RUN dotnet ", StringComparison.Ordinal))
                await RunAsync(line, output);
        }
        return output;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task RunAsync(string line, string output)
    {
        var command = line["RUN dotnet ".Length..].Replace("$TARGETARCH", Architecture(), StringComparison.Ordinal)
            .Replace("-o /out", "-o " + output, StringComparison.Ordinal);
        // A node that outlives the build would keep its output open, whose end is waited for.
        var surroundings = new Surroundings
        {
            Folder = _folder,
            Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["MSBUILDDISABLENODEREUSE"] = "1" },
        };
        (await Command.RunAsync("dotnet", command.Split(' '), surroundings)).Succeeded();
    }

    // As Docker names them.
    private static string Architecture() => RuntimeInformation.OSArchitecture is System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";

    private void Copy(string[] arguments)
    {
        var target = Path.Combine(_folder, arguments[^1]);
        foreach (var source in arguments[..^1])
        {
            var from = Project.PathOf(source);
            if (File.Exists(from))
                CopyFile(from, Path.Combine(target, Path.GetFileName(from)));
            else
                CopyFolder(from.TrimEnd('/'), target);
        }
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var inner = Path.GetRelativePath(from, file);
            // What .dockerignore keeps out.
            if (!inner.Split('/').Any(static part => part is "bin" or "obj"))
                CopyFile(file, Path.Combine(to, inner));
        }
    }

    private static void CopyFile(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
    }
}
