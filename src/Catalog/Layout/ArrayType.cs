namespace MovieGrains.Catalog.Layout;

/// <summary>The type of a stored array's elements. Numbers once given stay.</summary>
internal enum ArrayType : byte
{
    Byte = 1,
    UInt16 = 2,
    Int32 = 3,
    UInt32 = 4,
    UInt64 = 5,
}

/// <summary>What there is to know of each <see cref="ArrayType"/>.</summary>
internal static class ArrayTypes
{
    public static ArrayType Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(byte) ? ArrayType.Byte
        : typeof(T) == typeof(ushort) ? ArrayType.UInt16
        : typeof(T) == typeof(int) ? ArrayType.Int32
        : typeof(T) == typeof(uint) ? ArrayType.UInt32
        : typeof(T) == typeof(ulong) ? ArrayType.UInt64
        : throw new NotSupportedException($"No index has an array of {typeof(T)}.");

    /// <summary>Bytes of an element; 0 when there is no such type.</summary>
    public static int SizeOf(ArrayType type) => type switch
    {
        ArrayType.Byte => sizeof(byte),
        ArrayType.UInt16 => sizeof(ushort),
        ArrayType.Int32 => sizeof(int),
        ArrayType.UInt32 => sizeof(uint),
        ArrayType.UInt64 => sizeof(ulong),
        _ => 0,
    };

    /// <summary>An array whose elements are to be set, every one of them.</summary>
    public static Array Allocate(ArrayType type, int length) => type switch
    {
        ArrayType.Byte => GC.AllocateUninitializedArray<byte>(length),
        ArrayType.UInt16 => GC.AllocateUninitializedArray<ushort>(length),
        ArrayType.Int32 => GC.AllocateUninitializedArray<int>(length),
        ArrayType.UInt32 => GC.AllocateUninitializedArray<uint>(length),
        ArrayType.UInt64 => GC.AllocateUninitializedArray<ulong>(length),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
