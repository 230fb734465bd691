// == and != are swapped
@@
expression E1, E2;
position p : script:python() { wanted(p) };
@@
(
  E1
- ==@p
+ !=
  E2
|
  E1
- !=@p
+ ==
  E2
)
