using System.Collections.Concurrent;

namespace MovieGrains.Standalone.Running;

/// <summary>A thread for work that takes long, whose awaits come back to it.</summary>
/// <remarks>
/// Requests are answered by the threads of the pool, of which there are as many as cores. Whoever holds one of these for the time
/// that a file takes holds up every request, and the pool adds another only after half a second.
/// </remarks>
internal sealed class OwnThread : TaskScheduler
{
    private readonly BlockingCollection<Task> _waiting = [];
    private readonly Thread _thread;

    private OwnThread(string name) => _thread = new Thread(Run) { IsBackground = true, Name = name };

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs some work, and whatever it awaits goes on there, on a thread that ends with it.</summary>
    public static Task RunAsync(string name, Func<Task> work)
    {
        var scheduler = new OwnThread(name);
        scheduler._thread.Start();
        var task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();
        // What is still queued by then is run: the thread ends when it has nothing left.
        _ = task.ContinueWith(
            static (_, state) => ((OwnThread)state!)._waiting.CompleteAdding(), scheduler, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, Default);
        return task;
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        try
        {
            _waiting.Add(task);
        }
        catch (InvalidOperationException)
        {
            // The work has ended, and something that it did not wait for goes on.
            ThreadPool.UnsafeQueueUserWorkItem(static late => late.Scheduler.TryExecuteTask(late.Task), (Scheduler: this, Task: task), preferLocal: false);
        }
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        Thread.CurrentThread == _thread && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => _waiting;

    private void Run()
    {
        foreach (var task in _waiting.GetConsumingEnumerable())
            TryExecuteTask(task);
    }
}
