namespace MovieGrains.Grains.Storage;

/// <summary>Rows, of which every call is counted and timed.</summary>
internal sealed class MeasuredRows(IRowStorage rows, RowMeters meters, TimeProvider time) : IRowStorage
{
    /// <inheritdoc/>
    public ValueTask<Row> ReadAsync(string name, CancellationToken cancellationToken) =>
        MeasureAsync(meters.Reads, time.GetTimestamp(), rows.ReadAsync(name, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<string> WriteAsync(string name, byte[] bytes, string? etag, CancellationToken cancellationToken) =>
        MeasureAsync(meters.Writes, time.GetTimestamp(), rows.WriteAsync(name, bytes, etag, cancellationToken));

    private async ValueTask<T> MeasureAsync<T>(RowMeter meter, long begun, ValueTask<T> call)
    {
        try
        {
            return await call;
        }
        catch (RowConflictException)
        {
            meter.Refused();
            throw;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            meter.Failed();
            throw;
        }
        finally
        {
            meter.Took(time.GetElapsedTime(begun));
        }
    }
}
