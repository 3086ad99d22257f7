Console.WriteLine("MovieGrains");
