// < and <=, or > and >=, are swapped
@@
expression E1, E2;
position p : script:python() { wanted(p) };
@@
(
  E1
- <@p
+ <=
  E2
|
  E1
- <=@p
+ <
  E2
|
  E1
- >@p
+ >=
  E2
|
  E1
- >=@p
+ >
  E2
|
- time_before_eq@p
+ time_before
  (E1, E2)
|
- time_before@p
+ time_before_eq
  (E1, E2)
|
- time_after_eq@p
+ time_after
  (E1, E2)
|
- time_after@p
+ time_after_eq
  (E1, E2)
)
