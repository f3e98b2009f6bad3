;; The loops over several supports of rows.ts. `npx tsx tools/build-wasm.ts` turns this into generated/rows-wasm.ts.
;;
;; Rows are in double precision and $bytes long, a multiple of 64: zeros fill the last one up. Additions go in the order of a
;; loop over one row after the other, so that equal rows have equal results wherever they lie.
(module
  (memory (export "memory") 1)

  ;; Sums the rows whose addresses stand from $list to $end into $to. Gives the square of the sum's length.
  (func (export "sum") (param $list i32) (param $end i32) (param $to i32) (param $bytes i32) (result f64)
    (local $at i32) (local $next i32) (local $row i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $s v128) (local $t v128)
    (loop $next_numbers
      (local.set $row (i32.add (i32.load (local.get $list)) (local.get $at)))
      (local.set $a (v128.load (local.get $row)))
      (local.set $b (v128.load offset=16 (local.get $row)))
      (local.set $c (v128.load offset=32 (local.get $row)))
      (local.set $d (v128.load offset=48 (local.get $row)))
      (local.set $next (i32.add (local.get $list) (i32.const 4)))
      (block $no_more_rows
        (loop $next_row
          (br_if $no_more_rows (i32.ge_u (local.get $next) (local.get $end)))
          (local.set $row (i32.add (i32.load (local.get $next)) (local.get $at)))
          (local.set $a (f64x2.add (local.get $a) (v128.load (local.get $row))))
          (local.set $b (f64x2.add (local.get $b) (v128.load offset=16 (local.get $row))))
          (local.set $c (f64x2.add (local.get $c) (v128.load offset=32 (local.get $row))))
          (local.set $d (f64x2.add (local.get $d) (v128.load offset=48 (local.get $row))))
          (local.set $next (i32.add (local.get $next) (i32.const 4)))
          (br $next_row)))
      (local.set $row (i32.add (local.get $to) (local.get $at)))
      (v128.store (local.get $row) (local.get $a))
      (v128.store offset=16 (local.get $row) (local.get $b))
      (v128.store offset=32 (local.get $row) (local.get $c))
      (v128.store offset=48 (local.get $row) (local.get $d))
      (local.set $s (f64x2.add (local.get $s) (f64x2.mul (local.get $a) (local.get $a))))
      (local.set $t (f64x2.add (local.get $t) (f64x2.mul (local.get $b) (local.get $b))))
      (local.set $s (f64x2.add (local.get $s) (f64x2.mul (local.get $c) (local.get $c))))
      (local.set $t (f64x2.add (local.get $t) (f64x2.mul (local.get $d) (local.get $d))))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br_if $next_numbers (i32.lt_u (local.get $at) (local.get $bytes))))
    (f64.add (call $both (local.get $s)) (call $both (local.get $t))))

  ;; A row in single precision, times $scale, as one in double precision.
  (func (export "widen") (param $from i32) (param $scale f64) (param $to i32) (param $bytes i32)
    (local $end i32) (local $m v128)
    (local.set $m (f64x2.splat (local.get $scale)))
    (local.set $end (i32.add (local.get $to) (local.get $bytes)))
    (loop $next_numbers
      (v128.store (local.get $to) (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $from))) (local.get $m)))
      (v128.store offset=16 (local.get $to)
        (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $from))) (local.get $m)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (local.set $to (i32.add (local.get $to) (i32.const 32)))
      (br_if $next_numbers (i32.lt_u (local.get $to) (local.get $end)))))

  ;; The inner product of a row in single precision and one in double precision.
  (func (export "dot") (param $x i32) (param $y i32) (param $bytes i32) (result f64)
    (local $end i32) (local $s v128) (local $t v128)
    (local.set $end (i32.add (local.get $y) (local.get $bytes)))
    (loop $next_numbers
      (local.set $s (f64x2.add (local.get $s)
        (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $x))) (v128.load (local.get $y)))))
      (local.set $t (f64x2.add (local.get $t)
        (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $x))) (v128.load offset=16 (local.get $y)))))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (local.set $y (i32.add (local.get $y) (i32.const 32)))
      (br_if $next_numbers (i32.lt_u (local.get $y) (local.get $end))))
    (f64.add (call $both (local.get $s)) (call $both (local.get $t))))

  ;; The square of the distance of two such rows, each times its scale.
  (func (export "far") (param $x i32) (param $scale f64) (param $y i32) (param $other_scale f64) (param $bytes i32)
    (result f64)
    (local $end i32) (local $m v128) (local $n v128) (local $d v128) (local $s v128)
    (local.set $m (f64x2.splat (local.get $scale)))
    (local.set $n (f64x2.splat (local.get $other_scale)))
    (local.set $end (i32.add (local.get $y) (local.get $bytes)))
    (loop $next_numbers
      (local.set $d (f64x2.sub (f64x2.mul (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $x))) (local.get $m))
        (f64x2.mul (v128.load (local.get $y)) (local.get $n))))
      (local.set $s (f64x2.add (local.get $s) (f64x2.mul (local.get $d) (local.get $d))))
      (local.set $x (i32.add (local.get $x) (i32.const 8)))
      (local.set $y (i32.add (local.get $y) (i32.const 16)))
      (br_if $next_numbers (i32.lt_u (local.get $y) (local.get $end))))
    (call $both (local.get $s)))

  ;; The sum of how far such rows lie apart in each number, times the weights at $weight.
  (func (export "apart") (param $x i32) (param $y i32) (param $weight i32) (param $bytes i32) (result f64)
    (local $end i32) (local $s v128) (local $t v128)
    (local.set $end (i32.add (local.get $y) (local.get $bytes)))
    (loop $next_numbers
      (local.set $s (f64x2.add (local.get $s) (f64x2.mul (v128.load (local.get $weight))
        (f64x2.abs (f64x2.sub
          (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $x))) (v128.load (local.get $y)))))))
      (local.set $t (f64x2.add (local.get $t) (f64x2.mul (v128.load offset=16 (local.get $weight))
        (f64x2.abs (f64x2.sub
          (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $x))) (v128.load offset=16 (local.get $y)))))))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (local.set $y (i32.add (local.get $y) (i32.const 32)))
      (local.set $weight (i32.add (local.get $weight) (i32.const 32)))
      (br_if $next_numbers (i32.lt_u (local.get $y) (local.get $end))))
    (f64.add (call $both (local.get $s)) (call $both (local.get $t))))

  ;; The sum of the two halves.
  (func $both (param $x v128) (result f64)
    (f64.add (f64x2.extract_lane 0 (local.get $x)) (f64x2.extract_lane 1 (local.get $x))))
)
