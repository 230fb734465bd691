# What a scan costs against the number of objects and against memory, from
# scan-cost.tsv (MiB, which objects, what, base, series): gnuplot -e "format='svg'" plot.gp
if (format eq "svg") set terminal svg size 720,480 background "white"
if (format eq "png") set terminal pngcairo size 720,480
set logscale xy
set grid
set key below
set ylabel "million instructions per scan"
set style data linespoints
set style line 1 lw 2 pt 7 lc rgb "#c0392b"
set style line 2 lw 2 pt 5 lc rgb "#2471a3"
set style line 3 lw 2 pt 9 lc rgb "#7fb3d5"

# rows WHEN WHAT: MiB, number of objects, base and series
rows(when, what) = sprintf("< awk -F '\t' '$2 ~ /all sizes/ && %s && $3 == \"%s\" { print $1, $2 + 0, $4, $5 }' scan-cost.tsv | sort -n -k 1 -k 2", when, what)

set output "scan-objects.".format
set xlabel "objects, in 1024 MB"
set xrange [700:1500000]
set format x "%.0f"
all = rows("$1 == 1024", "scan, all referenced")
leaks = rows("$1 == 1024", "scan, leaks: 10")
plot all using 2:3 ls 1 title "6.12", \
     leaks using 2:4 ls 3 title "series, with 10 leaks", \
     all using 2:4 ls 2 title "series"

set output "scan-memory.".format
set xlabel "memory in MB, with 100000 objects"
set xrange [200:2500]
set xtics (256, 512, 1024, 2048)
all = rows("$2 + 0 == 100000", "scan, all referenced")
empty = rows("$2 + 0 == 100000", "scan, empty system")
plot all using 1:3 ls 1 title "6.12", \
     empty using 1:3 ls 1 dt 2 pt 6 title "6.12, empty system", \
     all using 1:4 ls 2 title "series", \
     empty using 1:4 ls 2 dt 2 pt 4 title "series, empty system"
